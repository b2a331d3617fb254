using System.Buffers.Binary;

namespace FLChain.TrainerSdk.Data;

/// <summary>
/// Reads IDX files (the format of MNIST's four files): two zero bytes, the value type, the number of dimensions, each
/// dimension as a big-endian 32-bit number, the values. Plain or gzip. Only unsigned bytes (type 0x08) are read.
/// </summary>
public static class IdxReader
{
    /// <summary>Most values of a file: 256 Mi. Larger declarations are refused before anything is read.</summary>
    public const int MaxValues = 1 << 28;

    private const int UnsignedByte = 0x08;
    private const int MaxDimensions = 4;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">Not such a file; the message says what is wrong where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IdxFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        try
        {
            return Read(file);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">Seekable; stays open.</param>
    /// <exception cref="InvalidDataException">Not such content; the message says what is wrong.</exception>
    public static IdxFile Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Stream content = GrowingRead.Unpack(stream);
        try
        {
            return ReadContent(content);
        }
        finally
        {
            if (content != stream)
                content.Dispose();
        }
    }

    /// <summary>Joins an image file and a label file: features are value / 255.</summary>
    /// <param name="images">At least two dimensions, the first of which counts the images.</param>
    /// <param name="labels">One dimension, of the same count.</param>
    /// <param name="labelCount">Number of labels that samples may have.</param>
    /// <exception cref="InvalidDataException">Files that do not fit each other, or a label out of range.</exception>
    public static Dataset Join(IdxFile images, IdxFile labels, int labelCount)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        if (images.Dimensions.Count < 2 || labels.Dimensions.Count != 1)
            throw new InvalidDataException("Images have at least two dimensions, labels have one.");
        int count = images.Dimensions[0];
        if (labels.Dimensions[0] != count)
            throw new InvalidDataException($"{count} images and {labels.Dimensions[0]} labels.");

        ReadOnlySpan<byte> pixels = images.Values.Span;
        float[] features = new float[pixels.Length];
        for (int i = 0; i < features.Length; i++)
            features[i] = pixels[i] / 255f;
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = labels.Values.Span[i];
            if (numbers[i] >= labelCount)
                throw new InvalidDataException($"Label {numbers[i]} of sample {i} is outside 0 to {labelCount - 1}.");
        }
        return new Dataset(features, numbers, pixels.Length / count, labelCount);
    }

    private static IdxFile ReadContent(Stream content)
    {
        byte[] head = GrowingRead.ReadExactly(content, 4) ?? throw new InvalidDataException("The file ends within its first four bytes.");
        if (head[0] != 0 || head[1] != 0)
            throw new InvalidDataException("Not an IDX file: it does not begin with two zero bytes.");
        if (head[2] != UnsignedByte)
            throw new InvalidDataException($"Values of type 0x{head[2]:x2}; only unsigned bytes (0x08) are read.");
        if (head[3] is < 1 or > MaxDimensions)
            throw new InvalidDataException($"{head[3]} dimensions; 1 to {MaxDimensions} are read.");

        byte[] sizes = GrowingRead.ReadExactly(content, sizeof(uint) * head[3]) ?? throw new InvalidDataException("The file ends within its dimensions.");
        int[] dimensions = new int[head[3]];
        long values = 1;
        for (int d = 0; d < dimensions.Length; d++)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(sizes.AsSpan(sizeof(uint) * d));
            // Both factors are at most 2^28 here, so the product cannot overflow.
            if (size == 0 || size > MaxValues || values * size > MaxValues)
                throw new InvalidDataException($"Dimension {d} is {size}: a file holds 1 to {MaxValues} values.");
            dimensions[d] = (int)size;
            values *= size;
        }
        byte[] read = GrowingRead.ReadExactly(content, (int)values) ?? throw new InvalidDataException($"The file ends before its {values} values.");
        if (content.ReadByte() >= 0)
            throw new InvalidDataException($"The file goes on after its {values} values.");
        return new IdxFile(dimensions, read);
    }
}
