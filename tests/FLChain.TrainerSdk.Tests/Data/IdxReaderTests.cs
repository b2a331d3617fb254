using System.IO.Compression;
using FLChain.TrainerSdk.Data;

namespace FLChain.TrainerSdk.Tests.Data;

public sealed class IdxReaderTests
{
    private static readonly byte[] TwoImages = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 51, 255, 102];
    private static readonly byte[] TwoLabels = [0, 0, 8, 1, 0, 0, 0, 2, 1, 0];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_PlainOrGzip_GivesDimensionsAndValues(bool gzip)
    {
        IdxFile file = IdxReader.Read(new MemoryStream(gzip ? Gzip(TwoImages) : TwoImages));

        Assert.Equal([2, 1, 2], file.Dimensions);
        Assert.Equal([0, 51, 255, 102], file.Values.ToArray());
    }

    [Fact]
    public void Join_ImagesAndLabels_ScalesToOne()
    {
        Dataset data = IdxReader.Join(Read(TwoImages), Read(TwoLabels), labelCount: 2);

        Assert.Equal(2, data.Count);
        Assert.Equal([0f, 0.2f], data.Features(0).ToArray());
        Assert.Equal([1f, 0.4f], data.Features(1).ToArray());
        Assert.Equal([1, 0], [data.Label(0), data.Label(1)]);
    }

    [Fact]
    public void Join_FilesThatDoNotFit_AreRefused()
    {
        byte[] threeLabels = [0, 0, 8, 1, 0, 0, 0, 3, 1, 0, 1];

        AssertInvalid("2 images and 3 labels", () => IdxReader.Join(Read(TwoImages), Read(threeLabels), 2));
        AssertInvalid("Label 1 of sample 0", () => IdxReader.Join(Read(TwoImages), Read(TwoLabels), 1));
        AssertInvalid("dimensions", () => IdxReader.Join(Read(TwoLabels), Read(TwoLabels), 2));
        AssertInvalid("dimensions", () => IdxReader.Join(Read(TwoImages), Read(TwoImages), 2));
    }

    [Fact]
    public void Read_EveryTruncation_IsRefused()
    {
        for (int length = 0; length < TwoImages.Length; length++)
            Assert.Throws<InvalidDataException>(() => Read(TwoImages[..length]));
    }

    [Theory]
    [InlineData("0100080100000001AA", "two zero bytes")]
    [InlineData("00000D010000000100000000", "type 0x0d")]
    [InlineData("00000800", "0 dimensions")]
    [InlineData("00000805", "5 dimensions")]
    [InlineData("0000080100000000", "Dimension 0 is 0")]
    [InlineData("0000080100000001AABB", "goes on")]
    public void Read_MalformedFile_SaysWhatIsWrong(string hex, string message) =>
        AssertInvalid(message, () => Read(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("00000801FFFFFFFF")]
    [InlineData("0000080110000001")]
    [InlineData("0000080300010000000100000001000000")]
    [InlineData("00000804FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    public void Read_DimensionBomb_IsRefusedByTheDeclaration(string hex) =>
        AssertInvalid("Dimension", () => Read(Convert.FromHexString(hex)));

    [Fact]
    public void Read_LargeDeclarationInASmallFile_AllocatesLittle()
    {
        // 2^28 values are allowed; the memory comes with the bytes, not with the declaration.
        byte[] bomb = Gzip(Convert.FromHexString("0000080110000000AABB"));
        long before = GC.GetAllocatedBytesForCurrentThread();

        AssertInvalid("ends before its 268435456 values", () => Read(bomb));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Fact]
    public void Read_DamagedGzip_IsRefused()
    {
        byte[] damaged = Gzip(TwoImages);
        damaged[12] ^= 0xff;

        Assert.Throws<InvalidDataException>(() => Read(damaged));
    }

    [Fact]
    public void Read_File_NamesItInTheError()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [1, 2, 3, 4]);
            AssertInvalid(path, () => IdxReader.Read(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    internal static byte[] Gzip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(content);
        return packed.ToArray();
    }

    private static IdxFile Read(byte[] content) => IdxReader.Read(new MemoryStream(content));

    private static void AssertInvalid(string part, Func<object> read) =>
        Assert.Contains(part, Assert.Throws<InvalidDataException>(read).Message, StringComparison.Ordinal);
}
