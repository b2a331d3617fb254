using FLChain.TrainerSdk.Data;

namespace FLChain.TrainerSdk.Tests.Data;

public sealed class CsvReaderTests
{
    [Fact]
    public void Read_NumbersWithoutHeader_TakesTheLastColumnAsLabel()
    {
        CsvTable table = Read("1, 2.5 ,0\n-3,4e2,1\n\n");

        Assert.Equal(["column 0", "column 1"], table.FeatureNames);
        Assert.Equal([1.0, 2.5], table.Row(0).ToArray());
        Assert.Equal([-3.0, 400.0], table.Row(1).ToArray());
        Assert.Equal(["0", "1"], table.Labels);
    }

    [Fact]
    public void Read_HeaderRow_IsDetectedByItsWords()
    {
        CsvTable table = Read("age,\"blood, \"\"rest\"\"\",sick\r\n50,120,yes\r\n60,130,no");

        Assert.Equal(["age", "blood, \"rest\""], table.FeatureNames);
        Assert.Equal(["yes", "no"], table.Labels);
        Assert.Equal(2, table.Count);
    }

    [Fact]
    public void Read_WordsInTheLabelColumnAlone_AreNoHeader()
    {
        CsvTable table = Read("1,2,benign\n3,4,malign");

        Assert.Equal(["benign", "malign"], table.Labels);
    }

    [Fact]
    public void Read_LabelAndIgnoredColumns_ByNumberOrName()
    {
        var byNumber = new CsvOptions { LabelColumn = "1", IgnoredColumns = ["0"] };
        var byName = new CsvOptions { LabelColumn = "diagnosis", IgnoredColumns = ["id"] };

        CsvTable first = Read("842302,M,17.99\n842517,B,20.57", byNumber);
        CsvTable second = Read("id,diagnosis,radius\n842302,M,17.99\n842517,B,20.57", byName);

        Assert.Equal([17.99], first.Row(0).ToArray());
        Assert.Equal(["M", "B"], first.Labels);
        Assert.Equal(["radius"], second.FeatureNames);
        Assert.Equal([20.57], second.Row(1).ToArray());
    }

    [Fact]
    public void Read_HeaderOfNumbers_NeedsToBeSaid()
    {
        Assert.Equal(2, Read("1,2,3\n4,5,6").Count);
        CsvTable table = Read("1,2,3\n4,5,6", new CsvOptions { HasHeader = true });
        Assert.Equal(1, table.Count);
        Assert.Equal(["1", "2"], table.FeatureNames);
    }

    [Fact]
    public void Read_MissingValues_AreNotANumber()
    {
        CsvTable table = Read("?,2,0\n,4,1");

        Assert.True(double.IsNaN(table.Row(0)[0]));
        Assert.True(double.IsNaN(table.Row(1)[0]));
    }

    [Theory]
    [InlineData("", "no rows")]
    [InlineData("a,b,label", "no rows")]
    [InlineData("1,2,0\n1,2", "Line 2 has 2 cells where 3")]
    [InlineData("1,2,0\n\n1,2,0,4", "Line 3 has 4 cells where 3")]
    [InlineData("1,2,0\n1,x,0", "Line 2, column 1: 'x' is not a number")]
    [InlineData("1,2,0\n1,NaN,0", "Line 2, column 1")]
    [InlineData("1,2,0\n1,1e999,0", "Line 2, column 1")]
    [InlineData("1,2,0\n1,1e101,0", "Line 2, column 1")]
    [InlineData("1,2,0\n1,2,?", "Line 2 has no label")]
    [InlineData("1,2,0\n1,\"2,0", "Line 2 has a quote that is not closed")]
    [InlineData("1,2,0\n1,\"2\"3,0", "Line 2 has text after a closing quote")]
    [InlineData("1\n2", "no feature column")]
    public void Read_MalformedTable_NamesThePlace(string text, string message)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(text));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnknownColumn_IsNamed()
    {
        Assert.Contains("'sick'", Assert.Throws<InvalidDataException>(() => Read("a,b\n1,2", new CsvOptions { LabelColumn = "sick" })).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => Read("1,2", new CsvOptions { LabelColumn = "2" }));
        Assert.Throws<InvalidDataException>(() => Read(new string(',', CsvReader.MaxColumns)));
    }

    internal static CsvTable Read(string text, CsvOptions? options = null)
    {
        using var reader = new StringReader(text);
        return CsvReader.Read(reader, options);
    }
}
