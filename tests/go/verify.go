// Verify an exported log with Go's checksum database packages: a second implementation that
// knows nothing of ours.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run verify.go FOLDER UPHELD_PUB [TREE_VECTORS]
//
// note.Open checks the signature; tlog makes and checks record and tree proofs. The checkpoint's
// lines (C2SP tlog-checkpoint) and the tile paths (C2SP tlog-tiles) are read here, because
// tlog's own parsers fix the forms of go.sum's log.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const width = 256

func main() {
	if len(os.Args) < 3 {
		fail("usage: verify FOLDER UPHELD_PUB [TREE_VECTORS]")
	}
	if len(os.Args) > 3 {
		checkVectors(os.Args[3])
	}
	key, err := os.ReadFile(os.Args[2])
	check(err)
	size, root := openCheckpoint(os.Args[1], strings.TrimSpace(string(key)))
	log := tiles{folder: os.Args[1], size: size, known: map[int64]tlog.Hash{}}
	whole, err := tlog.TreeHash(size, log)
	check(err)
	if whole != root {
		fail("the tiles do not give the root of the checkpoint")
	}
	records := log.checkRecords(root)
	proofs := 0
	for _, old := range []int64{1, 2, 255, 256, 257, size / 2, size - 1, size} {
		if old < 1 || old > size {
			continue
		}
		before, err := tlog.TreeHash(old, log)
		check(err)
		proof, err := tlog.ProveTree(size, old, log)
		check(err)
		check(tlog.CheckTree(proof, size, root, old, before))
		proofs++
	}
	fmt.Printf("ok size=%d records=%d tree_proofs=%d\n", size, records, proofs)
}

// openCheckpoint checks the signature and reads the signed lines.
func openCheckpoint(folder, key string) (int64, tlog.Hash) {
	verifier, err := note.NewVerifier(key)
	check(err)
	data, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	check(err)
	opened, err := note.Open(data, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		fail("the checkpoint has another origin or too few lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	raw, err := base64.StdEncoding.DecodeString(lines[2])
	check(err)
	var root tlog.Hash
	if copy(root[:], raw) != tlog.HashSize {
		fail("the root has not 32 bytes")
	}
	return size, root
}

// tiles reads hashes from a folder of tiles, for a tree of one size.
type tiles struct {
	folder string
	size   int64
	known  map[int64]tlog.Hash // by stored hash index
}

// ReadHashes implements tlog.HashReader over stored hash indexes.
func (t tiles) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if hash, ok := t.known[index]; ok {
			found[i] = hash
			continue
		}
		height, n := tlog.SplitStoredHashIndex(index)
		level, inner := height/8, height%8
		first := n << inner
		row := t.tile(level, first/width)
		start := first % width
		if start+1<<inner > int64(len(row)) {
			return nil, fmt.Errorf("tile %d/%d is too narrow", level, first/width)
		}
		found[i] = fold(row[start : start+1<<inner])
		t.known[index] = found[i]
	}
	return found, nil
}

func (t tiles) tile(level int, number int64) []tlog.Hash {
	data := t.read(strconv.Itoa(level), number, t.size>>(8*level)-number*width)
	row := make([]tlog.Hash, len(data)/tlog.HashSize)
	for i := range row {
		copy(row[i][:], data[i*tlog.HashSize:])
	}
	return row
}

// read returns a tile or an entry bundle, full or partial.
func (t tiles) read(kind string, number, count int64) []byte {
	path := fmt.Sprintf("%03d", number%1000)
	for rest := number / 1000; rest > 0; rest /= 1000 {
		path = fmt.Sprintf("x%03d/%s", rest%1000, path)
	}
	path = filepath.Join(t.folder, "tile", kind, path)
	if count < width {
		path = filepath.Join(path+".p", strconv.FormatInt(count, 10))
	}
	data, err := os.ReadFile(path)
	check(err)
	return data
}

// checkRecords reads every entry, and proves each of them to be in the tree.
func (t tiles) checkRecords(root tlog.Hash) int {
	records := 0
	for number := int64(0); number*width < t.size; number++ {
		data := t.read("entries", number, t.size-number*width)
		for id := number * width; len(data) > 0; id++ {
			length := int(binary.BigEndian.Uint16(data))
			entry := data[2 : 2+length]
			data = data[2+length:]
			proof, err := tlog.ProveRecord(t.size, id, t)
			check(err)
			check(tlog.CheckRecord(proof, t.size, root, id, tlog.RecordHash(entry)))
			records++
		}
	}
	if int64(records) != t.size {
		fail(fmt.Sprintf("%d entries, but the checkpoint counts %d", records, t.size))
	}
	return records
}

func fold(row []tlog.Hash) tlog.Hash {
	if len(row) == 1 {
		return row[0]
	}
	return tlog.NodeHash(fold(row[:len(row)/2]), fold(row[len(row)/2:]))
}

// checkVectors holds tlog against tests/vectors/tree.json.
func checkVectors(path string) {
	var vectors struct {
		Leaves, Roots []string
		Inclusion     []struct {
			Index, Size int64
			Proof       []string
		}
		Consistency []struct {
			Old, New int64
			Proof    []string
		}
	}
	data, err := os.ReadFile(path)
	check(err)
	check(json.Unmarshal(data, &vectors))
	roots := hashes(vectors.Roots)
	for _, each := range vectors.Inclusion {
		leaf, err := hex.DecodeString(vectors.Leaves[each.Index])
		check(err)
		proof := tlog.RecordProof(hashes(each.Proof))
		check(tlog.CheckRecord(proof, each.Size, roots[each.Size], each.Index, tlog.RecordHash(leaf)))
	}
	for _, each := range vectors.Consistency {
		proof := tlog.TreeProof(hashes(each.Proof))
		check(tlog.CheckTree(proof, each.New, roots[each.New], each.Old, roots[each.Old]))
	}
	fmt.Printf("vectors inclusion=%d consistency=%d\n", len(vectors.Inclusion), len(vectors.Consistency))
}

func hashes(texts []string) []tlog.Hash {
	found := make([]tlog.Hash, len(texts))
	for i, text := range texts {
		raw, err := hex.DecodeString(text)
		check(err)
		if copy(found[i][:], raw) != tlog.HashSize {
			fail("a hash has not 32 bytes")
		}
	}
	return found
}

func check(err error) {
	if err != nil {
		fail(err.Error())
	}
}

func fail(why string) {
	fmt.Fprintln(os.Stderr, why)
	os.Exit(1)
}
