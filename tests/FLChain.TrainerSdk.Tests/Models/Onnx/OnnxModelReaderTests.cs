using System.Security.Cryptography;
using FLChain.TrainerSdk.Models;
using FLChain.TrainerSdk.Models.Onnx;
using Google.Protobuf;

namespace FLChain.TrainerSdk.Tests.Models.Onnx;

public sealed class OnnxModelReaderTests
{
    private static readonly byte[] Seed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Theory]
    [InlineData("softmax 784x10")]
    [InlineData("mlp 784x32x10")]
    [InlineData("softmax 1x2")]
    public void TryRead_ExportedModel_GivesShapeAndWeights(string description)
    {
        IFederatedModel model = ModelDescription.Parse(description);
        float[] weights = model.InitialWeights(Seed);
        byte[] onnx = model.ExportOnnx(weights);

        Assert.Equal(onnx, model.ExportOnnx(weights));
        Assert.True(OnnxModelReader.TryRead(onnx, out IFederatedModel? read, out float[]? readWeights, out OnnxRejection rejection));
        Assert.Equal(description, read.Describe());
        Assert.Equal(weights, readWeights);
        Assert.Equal(OnnxRejection.None, rejection);
    }

    [Theory]
    [InlineData("softmax 3x2", "9bc9cce982988de76f4abd76164a62b5fe9c1ecdd159c4216fa85ceff42fd2f8")]
    [InlineData("mlp 3x4x2", "9d340c922c09bf61324599e03a50d7753a97ea40a26bcf5cea043d387c9d0513")]
    public void ExportOnnx_FixedWeights_GivesTheRecordedBytes(string description, string digest)
    {
        // Trainers of different versions must attest the same artifact.
        Assert.Equal(digest, Convert.ToHexStringLower(SHA256.HashData(Export(description))));
    }

    [Fact]
    public void TryRead_EveryTruncation_IsRefused()
    {
        byte[] onnx = Export("mlp 2x2x2");
        for (int length = 0; length < onnx.Length; length++)
            AssertRefused(onnx.AsSpan(0, length).ToArray());
    }

    [Fact]
    public void TryRead_AnyBitFlippedOutsideTheWeights_IsRefusedAndInsideGivesOtherWeights()
    {
        byte[] onnx = Export("mlp 2x2x2");
        float[] weights = ModelDescription.Parse("mlp 2x2x2").InitialWeights(Seed);
        int accepted = 0;
        for (int bit = 0; bit < 8 * onnx.Length; bit++)
        {
            byte[] altered = (byte[])onnx.Clone();
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            if (!OnnxModelReader.TryRead(altered, out IFederatedModel? model, out float[]? read, out _))
                continue;
            accepted++;
            Assert.Equal("mlp 2x2x2", model.Describe());
            Assert.NotEqual(weights.Select(BitConverter.SingleToInt32Bits), read.Select(BitConverter.SingleToInt32Bits));
        }

        // 12 weights of 32 bits; a flip may make one infinite, which is refused.
        Assert.InRange(accepted, (12 * 32) - 12, 12 * 32);
    }

    [Fact]
    public void TryRead_ModelAltered_NamesTheReason()
    {
        Assert.Equal(OnnxRejection.Description, Altered(m => m.MetadataProps.Clear()));
        Assert.Equal(OnnxRejection.Description, Altered(m => m.MetadataProps[0].Value = "cnn 2x2"));
        Assert.Equal(OnnxRejection.Description, Altered(m => m.MetadataProps.Add(m.MetadataProps[0].Clone())));
        Assert.Equal(OnnxRejection.WeightCount, Altered(m => m.MetadataProps[0].Value = "softmax 1048576x15"));
        Assert.Equal(OnnxRejection.WeightCount, Altered(m => m.MetadataProps[0].Value = "mlp 2x3x2"));
        Assert.Equal(OnnxRejection.WeightCount, Altered(m => m.Graph = null));
        Assert.Equal(OnnxRejection.WeightValue, Altered(m => m.Graph.Initializer[0].RawData = ByteString.CopyFrom(NotANumber())));
        Assert.Equal(OnnxRejection.NotCanonical, Altered(m => m.Graph.Node[1].OpType = "Sigmoid"));
        Assert.Equal(OnnxRejection.NotCanonical, Altered(m => m.Graph.Node[0].Attribute[0].I = 0));
        Assert.Equal(OnnxRejection.NotCanonical, Altered(m => m.Graph.Initializer[0].Dims[0] = 1));
        Assert.Equal(OnnxRejection.NotCanonical, Altered(m => m.Graph.Output[0].Name = "scores1"));
        Assert.Equal(OnnxRejection.NotCanonical, Altered(m => m.IrVersion = 9));
        Assert.Equal(OnnxRejection.NotCanonical, Altered(m => m.OpsetImport[0].Domain = "elsewhere"));
    }

    [Fact]
    public void TryRead_UnknownFieldAppended_IsRefused()
    {
        // Field 20 (training_info) of ONNX, which other runtimes may act upon.
        byte[] altered = [.. Export("mlp 2x2x2"), 0xa2, 0x01, 0x00];

        Assert.False(OnnxModelReader.TryRead(altered, out _, out _, out OnnxRejection rejection));
        Assert.Equal(OnnxRejection.NotCanonical, rejection);
    }

    [Fact]
    public void TryRead_MillionsOfEmptyNodes_IsRefusedBeforeParsing()
    {
        byte[] nodes = new byte[2_000_000];
        for (int i = 0; i < nodes.Length; i += 2)
            nodes[i] = 0x0a;
        var graph = new MemoryStream();
        using (var output = new CodedOutputStream(graph, leaveOpen: true))
        {
            output.WriteTag(7, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(nodes));
        }

        Assert.False(OnnxModelReader.TryRead(graph.ToArray(), out _, out _, out OnnxRejection rejection));
        Assert.Equal(OnnxRejection.Size, rejection);
    }

    [Fact]
    public void TryRead_RandomBytes_IsRefused()
    {
        var random = new Random(1);
        for (int i = 0; i < 2000; i++)
        {
            byte[] bytes = new byte[random.Next(0, 300)];
            random.NextBytes(bytes);
            AssertRefused(bytes);
        }
    }

    [Fact]
    public void ExportOnnx_WeightThatIsNotFinite_IsRefusedByIndex()
    {
        IFederatedModel model = ModelDescription.Parse("softmax 1x2");

        var error = Assert.Throws<ArgumentException>(() => model.ExportOnnx([0f, 0f, float.NaN, 0f]));
        Assert.Contains("Weight 2", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.ExportOnnx([0f]));
    }

    private static byte[] Export(string description)
    {
        IFederatedModel model = ModelDescription.Parse(description);
        return model.ExportOnnx(model.InitialWeights(Seed));
    }

    private static OnnxRejection Altered(Action<ModelProto> alter)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(Export("mlp 2x2x2"));
        alter(model);
        Assert.False(OnnxModelReader.TryRead(model.ToByteArray(), out IFederatedModel? read, out float[]? weights, out OnnxRejection rejection));
        Assert.Null(read);
        Assert.Null(weights);
        return rejection;
    }

    private static byte[] NotANumber()
    {
        byte[] raw = new byte[16];
        BitConverter.TryWriteBytes(raw, float.NaN);
        return raw;
    }

    private static void AssertRefused(byte[] bytes)
    {
        Assert.False(OnnxModelReader.TryRead(bytes, out _, out _, out OnnxRejection rejection));
        Assert.NotEqual(OnnxRejection.None, rejection);
    }
}
