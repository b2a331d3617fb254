using System.Security.Cryptography;
using FLChain.Core.Merkle;
using FsCheck;
using FsCheck.Fluent;

namespace FLChain.Core.Tests.Merkle;

public sealed class MerkleTreeTests
{
    // Computed from the definition with another SHA-512.
    private const string EmptyRoot = "fab848c9b657a853ee37c09cbfdd149d0b3807b191dde9b623ccd95281dd18705b48c89b1503903845bba5753945351fe6b454852760f73529cf01ca8f69dcca";
    private const string RootOfOne = "1fd73a76e413eef06f6b69362f6028b9fc18d048c9b817476bea25c4869223856198c54490e4c4a10e8f2c71f5671f4718664fc204131382dacfba7c8cd61801";
    private const string RootOfTwenty = "2490530ddb2a9a6a353b0370c3a2dc12a9578b15fb1e66dfab9c307e499ce1c6bd5d8d7375d886c5d356297422f7fcb09dc6b1013da3ce618c3d401881946561";

    [Fact]
    public void Root_OfKnownContent_IsTheFixedVector()
    {
        Assert.Equal(EmptyRoot, MerkleTree.Empty.RootHex);
        Assert.Equal(RootOfOne, MerkleTree.Empty.With("a", "1"u8).RootHex);
        Assert.Equal(RootOfTwenty, Twenty().RootHex);
    }

    [Fact]
    public void With_SameValueAgain_ChangesNothing()
    {
        var tree = Twenty();
        Assert.Equal((20, tree.RootHex), (tree.With("key-3", "value-3"u8).Count, tree.With("key-3", "value-3"u8).RootHex));
    }

    [Fact]
    public void With_OtherValue_ReplacesIt()
    {
        var tree = Twenty().With("key-3", "other"u8);
        Assert.Equal(20, tree.Count);
        Assert.NotEqual(RootOfTwenty, tree.RootHex);
        Assert.Equal(RootOfTwenty, tree.With("key-3", "value-3"u8).RootHex);
    }

    [Fact]
    public void Without_AbsentKey_IsTheSameTree()
    {
        var tree = Twenty();
        Assert.Same(tree, tree.Without("key-20"));
        Assert.Same(MerkleTree.Empty, MerkleTree.Empty.Without("a"));
    }

    [Fact]
    public void Without_EveryKey_IsEmpty()
    {
        var tree = Twenty();
        for (var i = 0; i < 20; i++) tree = tree.Without($"key-{i}");
        Assert.Equal((0, EmptyRoot), (tree.Count, tree.RootHex));
    }

    [Fact]
    public void With_OldTree_StaysAsItWas()
    {
        var old = Twenty();
        var changed = old.With("key-3", "other"u8).Without("key-4").With("key-20", "new"u8);
        Assert.NotEqual(old.RootHex, changed.RootHex);
        Assert.Equal(RootOfTwenty, old.RootHex);
        Assert.Equal(MerkleVerdict.Valid, old.Prove("key-4").VerifyPresent(old.Root, "key-4", "value-4"u8));
        Assert.Equal(MerkleVerdict.Valid, changed.Prove("key-4").VerifyAbsent(changed.Root, "key-4"));
    }

    /// <summary>Whatever came and went, in whatever order: the root is the one that the definition gives for what is left.</summary>
    [Fact]
    public void Root_AfterAnyHistory_IsThatOfTheContent() =>
        Prop.ForAll(History.ToArbitrary(), history =>
        {
            var tree = MerkleTree.Empty;
            var content = new Dictionary<string, string>();
            foreach (var (key, value) in history)
            {
                tree = value.Length == 0 ? tree.Without(key) : tree.With(key, System.Text.Encoding.UTF8.GetBytes(value));
                if (value.Length == 0) content.Remove(key);
                else content[key] = value;
            }

            Assert.Equal(content.Count, tree.Count);
            Assert.Equal(Convert.ToHexStringLower(Defined(content)), tree.RootHex);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public async Task Root_AskedByManyThreads_IsOne()
    {
        for (var repeat = 0; repeat < 20; repeat++)
        {
            var tree = Twenty().With("key-20", System.Text.Encoding.UTF8.GetBytes($"{repeat}"));
            var roots = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => tree.RootHex)));
            Assert.Single(roots.Distinct());
        }
    }

    internal static MerkleTree Twenty()
    {
        var tree = MerkleTree.Empty;
        for (var i = 0; i < 20; i++) tree = tree.With($"key-{i}", System.Text.Encoding.UTF8.GetBytes($"value-{i}"));
        return tree;
    }

    /// <summary>The root as it is defined, over the whole content at once.</summary>
    private static byte[] Defined(Dictionary<string, string> content) =>
        Defined([.. content.Select(pair => (Hash([3], System.Text.Encoding.UTF8.GetBytes(pair.Key)), Hash([4], System.Text.Encoding.UTF8.GetBytes(pair.Value))))], 0);

    private static byte[] Defined(IReadOnlyList<(byte[] Path, byte[] Value)> leaves, int depth)
    {
        if (leaves.Count == 0) return Hash([2]);
        if (leaves.Count == 1) return Hash([0], leaves[0].Path, leaves[0].Value);
        var sides = leaves.ToLookup(leaf => (leaf.Path[depth / 8] >> (7 - (depth % 8)) & 1) == 1);
        return Hash([1], Defined([.. sides[false]], depth + 1), Defined([.. sides[true]], depth + 1));
    }

    private static byte[] Hash(params byte[][] parts) => SHA512.HashData([.. parts.SelectMany(part => part)]);

    private static Gen<List<(string Key, string Value)>> History =>
        (from number in Gen.Choose(0, 30)
         from value in Gen.Elements("", "one", "two", "three")
         select ($"key-{number}", value)).ListOf();
}
