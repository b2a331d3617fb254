using FLChain.TrainerSdk.Data;

namespace FLChain.TrainerSdk.Tests.Data;

public sealed class CsvEncodingTests
{
    [Fact]
    public void Encode_FittedTable_ScalesAndFillsWithTheMean()
    {
        CsvTable train = CsvReaderTests.Read("10,5,0\n20,5,1\n?,5,0\n60,5,1");
        Dataset data = CsvEncoding.Fit(train).Encode(train);

        // Column 0: 10 to 60, mean 30; column 1 has one value and says nothing.
        Assert.Equal([0f, 0f], data.Features(0).ToArray());
        Assert.Equal([0.2f, 0f], data.Features(1).ToArray());
        Assert.Equal([0.4f, 0f], data.Features(2).ToArray());
        Assert.Equal([1f, 0f], data.Features(3).ToArray());
    }

    [Fact]
    public void Encode_OtherTable_UsesTheRangesOfTheTrainingOne()
    {
        CsvEncoding encoding = CsvEncoding.Fit(CsvReaderTests.Read("0,a\n10,b"));
        Dataset test = encoding.Encode(CsvReaderTests.Read("-5,b\n5,a\n99,a\n?,a"));

        Assert.Equal([0f, 0.5f, 1f, 0.5f], Enumerable.Range(0, 4).Select(i => test.Features(i)[0]));
        Assert.Equal([1, 0, 0, 0], Enumerable.Range(0, 4).Select(test.Label));
    }

    [Fact]
    public void Fit_NumericLabels_AreOrderedByValue()
    {
        CsvTable table = CsvReaderTests.Read("0,10\n0,9\n0,2\n0,-1");

        Assert.Equal(["-1", "2", "9", "10"], CsvEncoding.Fit(table).Labels);
        Assert.Equal(["10", "2", "x"], CsvEncoding.Fit(CsvReaderTests.Read("0,2\n0,x\n0,10")).Labels);
    }

    [Fact]
    public void Fit_SeveralTables_CoversThemAll()
    {
        CsvEncoding encoding = CsvEncoding.Fit(CsvReaderTests.Read("0,a\n1,b"), CsvReaderTests.Read("4,c"));

        Assert.Equal(["a", "b", "c"], encoding.Labels);
        Assert.Equal(0.25f, encoding.Encode(CsvReaderTests.Read("1,c")).Features(0)[0]);
    }

    [Fact]
    public void Encode_ThingsNotSeenInTraining_AreRefused()
    {
        CsvEncoding encoding = CsvEncoding.Fit(CsvReaderTests.Read("0,a\n1,b"));

        Assert.Contains("'c'", Assert.Throws<InvalidDataException>(() => encoding.Encode(CsvReaderTests.Read("1,c"))).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => encoding.Encode(CsvReaderTests.Read("1,2,a")));
        Assert.Throws<InvalidDataException>(() => CsvEncoding.Fit(CsvReaderTests.Read("1,a"), CsvReaderTests.Read("1,2,a")));
        Assert.Throws<ArgumentException>(() => CsvEncoding.Fit());
    }

    [Fact]
    public void Fit_LabelColumnOfMeasurements_IsRefused()
    {
        string text = string.Join('\n', Enumerable.Range(0, CsvEncoding.MaxLabels + 1).Select(i => $"0,{i}.5"));

        Assert.Contains("label column", Assert.Throws<InvalidDataException>(() => CsvEncoding.Fit(CsvReaderTests.Read(text))).Message, StringComparison.Ordinal);
    }
}
