namespace FLChain.TrainerSdk.Models.Onnx;

/// <summary>Why bytes are not an ONNX model of a built-in kind.</summary>
public enum OnnxRejection
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>Empty, or larger than <see cref="OnnxModelReader.MaxModelBytes"/>, or too much beside the weights.</summary>
    Size,

    /// <summary>Not a protobuf message of ONNX's form.</summary>
    Malformed,

    /// <summary>No description of a built-in model among the metadata, or more than one.</summary>
    Description,

    /// <summary>The weights are not as many as the description says.</summary>
    WeightCount,

    /// <summary>A weight is NaN or infinite.</summary>
    WeightValue,

    /// <summary>
    /// Anything else differs from what is written for this description and these weights: other nodes, names, shapes,
    /// attributes, unknown fields, another encoding.
    /// </summary>
    NotCanonical,
}
