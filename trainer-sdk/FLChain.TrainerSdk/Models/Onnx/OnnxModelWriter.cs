using System.Buffers.Binary;
using Google.Protobuf;

namespace FLChain.TrainerSdk.Models.Onnx;

/// <summary>
/// Writes a chain of fully connected layers as an ONNX model: input "input" (float, N × features), output
/// "probabilities" (float, N × labels), nodes Gemm, Relu between layers, Softmax at the end. Operator set 13, IR
/// version 8. The same weights give the same bytes: fields in number order, no map, no date, no version of the writer.
/// </summary>
internal static class OnnxModelWriter
{
    /// <summary>Key of the metadata entry that holds the model's description.</summary>
    public const string DescriptionKey = "flchain.model";

    private const int IrVersion = 8;
    private const int OperatorSet = 13;
    private const string BatchDimension = "N";

    public static byte[] Write(string description, ReadOnlySpan<DenseLayer> layers, ReadOnlySpan<float> weights)
    {
        ModelShape.CheckFinite(weights);
        var graph = new GraphProto { Name = "flchain" };
        graph.Input.Add(Matrix("input", layers[0].Inputs));
        string value = "input";
        int offset = 0;
        for (int i = 0; i < layers.Length; i++)
        {
            if (i > 0)
                value = AddNode(graph, "Relu", [value], $"hidden{i}");
            value = AddLayer(graph, layers[i], i + 1, value, weights.Slice(offset, layers[i].ParameterCount));
            offset += layers[i].ParameterCount;
        }
        AddNode(graph, "Softmax", [value], "probabilities", ("axis", 1));
        graph.Output.Add(Matrix("probabilities", layers[^1].Outputs));

        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "FLChain", ProducerVersion = "1", Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OperatorSet });
        model.MetadataProps.Add(new StringStringEntryProto { Key = DescriptionKey, Value = description });
        return model.ToByteArray();
    }

    private static string AddLayer(GraphProto graph, DenseLayer layer, int number, string input, ReadOnlySpan<float> parameters)
    {
        int split = layer.Inputs * layer.Outputs;
        graph.Initializer.Add(Tensor($"W{number}", parameters[..split], layer.Outputs, layer.Inputs));
        graph.Initializer.Add(Tensor($"b{number}", parameters[split..], layer.Outputs));
        // Y = X·Wᵀ + b; alpha and beta are 1 by default.
        return AddNode(graph, "Gemm", [input, $"W{number}", $"b{number}"], $"scores{number}", ("transB", 1));
    }

    private static string AddNode(GraphProto graph, string type, string[] inputs, string output, params (string Name, long Value)[] attributes)
    {
        var node = new NodeProto { OpType = type, Name = $"{type}_{output}" };
        node.Input.Add(inputs);
        node.Output.Add(output);
        foreach ((string name, long value) in attributes)
            node.Attribute.Add(new AttributeProto { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int });
        graph.Node.Add(node);
        return output;
    }

    private static TensorProto Tensor(string name, ReadOnlySpan<float> values, params long[] dimensions)
    {
        byte[] raw = new byte[sizeof(float) * values.Length];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(sizeof(float) * i), values[i]);
        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)TensorProto.Types.DataType.Float,
            RawData = UnsafeByteOperations.UnsafeWrap(raw),
        };
        tensor.Dims.Add(dimensions);
        return tensor;
    }

    private static ValueInfoProto Matrix(string name, int columns)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = BatchDimension });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = columns });
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
