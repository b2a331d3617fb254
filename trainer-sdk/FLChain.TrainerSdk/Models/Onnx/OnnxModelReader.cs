using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;

namespace FLChain.TrainerSdk.Models.Onnx;

/// <summary>
/// Reads the ONNX files that built-in models export, so that a buyer can judge a model without another runtime. It is
/// strict: what it accepts is, byte for byte, what this model with these weights exports, so any ONNX runtime computes
/// the same function from the same file. Safe for concurrent use.
/// </summary>
public static class OnnxModelReader
{
    /// <summary>Largest file, in bytes: 64 MiB of weights and room for everything else.</summary>
    public const int MaxModelBytes = (ModelDescription.MaxParameters * sizeof(float)) + MaxStructureBytes;

    // Everything but the weights. It bounds the objects that parsing makes before anything else is known.
    private const int MaxStructureBytes = 4096;

    /// <summary>Reads a model from bytes of any origin.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="model">The model's shape, or null when the result is false.</param>
    /// <param name="weights">Its weights, finite, or null when the result is false.</param>
    /// <param name="rejection">Why it was refused; <see cref="OnnxRejection.None"/> when it was read.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes,
        [NotNullWhen(true)] out IFederatedModel? model, [NotNullWhen(true)] out float[]? weights, out OnnxRejection rejection)
    {
        model = null;
        weights = null;
        rejection = Read(bytes, out IFederatedModel? readModel, out float[]? readWeights);
        if (rejection != OnnxRejection.None)
            return false;
        model = readModel!;
        weights = readWeights!;
        return true;
    }

    private static ReadOnlySpan<int> WeightPath =>
    [
        ModelProto.GraphFieldNumber, GraphProto.InitializerFieldNumber, TensorProto.RawDataFieldNumber,
    ];

    private static OnnxRejection Read(ReadOnlySpan<byte> bytes, out IFederatedModel? model, out float[]? weights)
    {
        model = null;
        weights = null;
        if (bytes.IsEmpty || bytes.Length > MaxModelBytes)
            return OnnxRejection.Size;
        if (!MessageScan.TryCountBytes(bytes, WeightPath, out long weightBytes))
            return OnnxRejection.Malformed;
        if (bytes.Length - weightBytes > MaxStructureBytes)
            return OnnxRejection.Size;
        ModelProto file;
        try
        {
            file = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return OnnxRejection.Malformed;
        }

        StringStringEntryProto[] entries = [.. file.MetadataProps.Where(entry => entry.Key == OnnxModelWriter.DescriptionKey)];
        if (entries.Length != 1 || !ModelDescription.TryParse(entries[0].Value, out model))
            return OnnxRejection.Description;
        if (file.Graph is null || file.Graph.Initializer.Sum(tensor => (long)tensor.RawData.Length) != (long)model.ParameterCount * sizeof(float))
            return OnnxRejection.WeightCount;
        weights = ReadWeights(file.Graph, model.ParameterCount);
        if (weights is null)
            return OnnxRejection.WeightValue;
        return bytes.SequenceEqual(model.ExportOnnx(weights)) ? OnnxRejection.None : OnnxRejection.NotCanonical;
    }

    private static float[]? ReadWeights(GraphProto graph, int count)
    {
        byte[] raw = new byte[count * sizeof(float)];
        int offset = 0;
        foreach (TensorProto tensor in graph.Initializer)
        {
            tensor.RawData.Span.CopyTo(raw.AsSpan(offset));
            offset += tensor.RawData.Length;
        }
        float[] weights = new float[count];
        for (int i = 0; i < count; i++)
        {
            weights[i] = BinaryPrimitives.ReadSingleLittleEndian(raw.AsSpan(sizeof(float) * i));
            if (!float.IsFinite(weights[i]))
                return null;
        }
        return weights;
    }
}
