using FLChain.Core.Merkle;
using FsCheck;
using FsCheck.Fluent;

namespace FLChain.Core.Tests.Merkle;

public sealed class MerkleProofTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1_000)]
    public void Prove_EveryKeyAndAsManyOthers_Verifies(int size)
    {
        var tree = Tree(size);
        for (var i = 0; i < 2 * size + 1; i++)
        {
            var proof = tree.Prove($"key-{i}");
            if (i < size)
            {
                Assert.Equal(MerkleVerdict.Valid, proof.VerifyPresent(tree.Root, $"key-{i}", Value(i)));
                Assert.Equal(MerkleVerdict.WrongKind, proof.VerifyAbsent(tree.Root, $"key-{i}"));
            }
            else
            {
                Assert.Equal(MerkleVerdict.Valid, proof.VerifyAbsent(tree.Root, $"key-{i}"));
                Assert.Equal(MerkleVerdict.WrongKind, proof.VerifyPresent(tree.Root, $"key-{i}", Value(i)));
            }
        }
    }

    [Fact]
    public void VerifyPresent_AnythingElse_IsRefused()
    {
        var tree = Tree(50);
        var proof = tree.Prove("key-7");
        Assert.Equal(MerkleVerdict.WrongValue, proof.VerifyPresent(tree.Root, "key-7", Value(8)));
        Assert.Equal(MerkleVerdict.WrongRoot, proof.VerifyPresent(tree.Root, "key-8", Value(7)));
        Assert.Equal(MerkleVerdict.WrongRoot, proof.VerifyPresent(tree.With("key-7", "x"u8).Root, "key-7", Value(7)));
        Assert.Equal(MerkleVerdict.Malformed, proof.VerifyPresent(tree.Root[..63], "key-7", Value(7)));
    }

    [Fact]
    public void VerifyAbsent_OfAKeyThatIsThere_NoProofOfTheTreeHolds()
    {
        // Every proof that the tree gives for any absent key, held against every key that is there.
        var tree = Tree(30);
        for (var absent = 30; absent < 90; absent++)
        {
            var proof = tree.Prove($"key-{absent}");
            for (var present = 0; present < 30; present++)
                Assert.NotEqual(MerkleVerdict.Valid, proof.VerifyAbsent(tree.Root, $"key-{present}"));
        }
    }

    [Fact]
    public void VerifyAbsent_TheKeysOwnLeafAsAnother_IsRefused()
    {
        // The leaf of key-7 presented as though another key stood in its place.
        var tree = Tree(30);
        var present = tree.Prove("key-7");
        var forged = MerkleProof.AnotherInPlace(present.Siblings, MerkleHash.Path("key-7"), present.ValueDigest.ToArray());
        Assert.Equal(MerkleVerdict.WrongPath, forged.VerifyAbsent(tree.Root, "key-7"));
    }

    [Fact]
    public void VerifyAbsent_LeafFromElsewhere_IsRefused()
    {
        // A true leaf of the tree, on its own true way, that does not lie on the way to the key.
        var tree = Tree(30);
        var elsewhere = tree.Prove("key-7");
        var asked = Enumerable.Range(0, 30).Select(i => $"key-{i}").First(key => !MerkleHash.SharePrefix(MerkleHash.Path(key), MerkleHash.Path("key-7"), 1));
        var forged = MerkleProof.AnotherInPlace(elsewhere.Siblings, MerkleHash.Path("key-7"), elsewhere.ValueDigest.ToArray());
        Assert.Equal(MerkleVerdict.WrongPath, forged.VerifyAbsent(tree.Root, asked));
    }

    [Fact]
    public void Verify_InnerNodeAsALeaf_IsRefused()
    {
        // Two hashes of an inner node taken for path and value digest: the tag byte keeps the two apart.
        var tree = Tree(2);
        var whole = tree.Prove("key-0");
        var forged = MerkleProof.AnotherInPlace([], whole.Siblings[0].ToArray(), whole.Siblings[0].ToArray());
        Assert.Equal(MerkleVerdict.WrongRoot, forged.VerifyAbsent(tree.Root, "key-5"));
        Assert.NotEqual(
            Convert.ToHexString(MerkleHash.Leaf(whole.Siblings[0].Span, whole.Siblings[0].Span)),
            Convert.ToHexString(MerkleHash.Inner(whole.Siblings[0].Span, whole.Siblings[0].Span)));
    }

    [Theory]
    [InlineData("key-3")]
    [InlineData("key-99")]
    [InlineData("key-100")]
    [InlineData("key-101")]
    [InlineData("key-102")]
    public void Encode_ThenDecode_IsTheSameProof(string key)
    {
        var tree = Tree(50);
        var bytes = tree.Prove(key).Encode();
        Assert.True(MerkleProofEncoding.TryDecode(bytes, out var decoded));
        Assert.Equal(bytes, decoded.Encode());
        Assert.Equal(tree.Prove(key).Kind, decoded.Kind);
    }

    [Fact]
    public void Verify_AnyByteChanged_DoesNotHold()
    {
        var tree = Tree(12);
        foreach (var key in new[] { "key-3", "key-20", "key-21", "key-22" })
        {
            var bytes = tree.Prove(key).Encode();
            for (var at = 0; at < bytes.Length; at++)
            {
                foreach (var flip in new[] { 0x01, 0x80 })
                {
                    var forged = bytes.ToArray();
                    forged[at] ^= (byte)flip;
                    Assert.NotEqual(MerkleVerdict.Valid, MerkleProofEncoding.VerifyPresent(forged, tree.Root, key, Value(3)));
                    Assert.NotEqual(MerkleVerdict.Valid, MerkleProofEncoding.VerifyAbsent(forged, tree.Root, key));
                }
            }
        }
    }

    [Fact]
    public void Decode_CutOrLengthened_IsRefused()
    {
        var bytes = Tree(12).Prove("key-3").Encode();
        for (var length = 0; length < bytes.Length; length++) Assert.False(MerkleProofEncoding.TryDecode(bytes.AsSpan(0, length), out _));
        Assert.False(MerkleProofEncoding.TryDecode([.. bytes, 0], out _));
        Assert.False(MerkleProofEncoding.TryDecode(new byte[MerkleProofEncoding.MaxBytes + 1], out _));
    }

    [Fact]
    public void Decode_EmptySubtreeWrittenOut_IsRefused()
    {
        // The same proof in a second form: flagged, and with the hash that is otherwise left out.
        byte[] digest = MerkleHash.Value("x"u8);
        byte[] shorter = [1, 1, 0, 1, 0x00, .. digest];
        byte[] longer = [1, 1, 0, 1, 0x80, .. MerkleHash.Empty, .. digest];
        Assert.True(MerkleProofEncoding.TryDecode(shorter, out _));
        Assert.False(MerkleProofEncoding.TryDecode(longer, out _));
    }

    [Theory]
    [InlineData(new byte[] { 2, 2, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 4, 0, 0 })]
    [InlineData(new byte[] { 1, 2, 2, 1 })]
    [InlineData(new byte[] { 1, 2, 0, 3, 0x10 })]
    [InlineData(new byte[] { 1, 2, 255, 255 })]
    public void Decode_BadHeader_IsRefused(byte[] bytes) => Assert.False(MerkleProofEncoding.TryDecode(bytes, out _));

    [Fact]
    public void Verify_DeepestProof_IsReadAndRefused()
    {
        var flags = Enumerable.Repeat((byte)0xFF, 64);
        var hashes = Enumerable.Repeat((byte)0xAB, (512 + 2) * 64);
        byte[] deepest = [1, 3, 2, 0, .. flags, .. hashes];
        Assert.Equal(MerkleProofEncoding.MaxBytes, deepest.Length);
        Assert.True(MerkleProofEncoding.TryDecode(deepest, out var proof));
        Assert.Equal(MerkleVerdict.WrongPath, proof.VerifyAbsent(new byte[64], "key"));
        deepest[1] = 1;
        Assert.Equal(MerkleVerdict.WrongValue, MerkleProofEncoding.VerifyPresent(deepest.AsSpan(0, deepest.Length - 64), new byte[64], "key", "x"u8));
    }

    /// <summary>Hostile bytes are malformed or do not hold; nothing is thrown.</summary>
    [Fact]
    public void Verify_AnyBytes_NeverHoldAndNeverThrow()
    {
        var tree = Tree(20);
        Prop.ForAll(Hostile.ToArbitrary(), bytes =>
            MerkleProofEncoding.VerifyPresent(bytes, tree.Root, "key-3", Value(3)) != MerkleVerdict.Valid
            && MerkleProofEncoding.VerifyAbsent(bytes, tree.Root, "key-3") != MerkleVerdict.Valid)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    private static MerkleTree Tree(int size)
    {
        var tree = MerkleTree.Empty;
        for (var i = 0; i < size; i++) tree = tree.With($"key-{i}", Value(i));
        return tree;
    }

    private static byte[] Value(int i) => System.Text.Encoding.UTF8.GetBytes($"value-{i}");

    // Headers that get past the first checks, and then anything.
    private static Gen<byte[]> Hostile =>
        from kind in Gen.Choose(0, 4)
        from depth in Gen.Choose(0, 20)
        from rest in Gen.Choose(0, 255).ListOf()
        from fill in Gen.Choose(0, 22)
        select (byte[])[1, (byte)kind, 0, (byte)depth, .. rest.Select(item => (byte)item), .. new byte[fill * 64]];
}
