using FLChain.TrainerSdk.Data;
using FLChain.TrainerSdk.Models;

namespace FLChain.TrainerSdk.Tests.Data;

public sealed class CsvDatasetTests
{
    [Fact]
    public void Load_SmallFile_SplitsEveryRowOnce()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(path, Enumerable.Range(0, 24).Select(i => $"{i},{i % 2}"));
            DataSplit split = CsvDataset.Load(path, null, seed: 1);
            DataSplit again = CsvDataset.Load(path, null, seed: 1);

            Assert.Equal((18, 2, 4), (split.Train.Count, split.Validation.Count, split.Test.Count));
            Assert.Equal(split.Test.Features(0).ToArray(), again.Test.Features(0).ToArray());
            File.WriteAllLines(path, Enumerable.Range(0, 11).Select(i => $"{i},{i % 2}"));
            Assert.Throws<InvalidDataException>(() => CsvDataset.Load(path, null, seed: 1));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Load_BreastCancer_LearnsTheDiagnosis()
    {
        string path = Path.Combine(RepositoryRoot.RequireData("wdbc"), "wdbc.data");
        DataSplit split = CsvDataset.Load(path, new CsvOptions { LabelColumn = "1", IgnoredColumns = ["0"] }, seed: 1);

        Assert.Equal(569, split.Train.Count + split.Validation.Count + split.Test.Count);
        Assert.Equal((30, 2), (split.Train.FeatureCount, split.Train.LabelCount));
        var model = new SoftmaxRegression(30, 2);
        Assert.True(model.Accuracy(LocalTraining.Run(model, split.Train, 500, 32, 0.5, seed: 1), split.Test) >= 0.9);
    }

    [Fact]
    public void Load_OpticalDigits_LearnsTheDigits()
    {
        string folder = RepositoryRoot.RequireData("optdigits");
        CsvTable table = CsvReader.Read(Path.Combine(folder, "optdigits.tra"));
        CsvEncoding encoding = CsvEncoding.Fit(table);
        Dataset train = encoding.Encode(table);
        Dataset test = encoding.Encode(CsvReader.Read(Path.Combine(folder, "optdigits.tes")));

        Assert.Equal((3823, 1797, 64, 10), (train.Count, test.Count, train.FeatureCount, train.LabelCount));
        var model = new MultilayerPerceptron(64, 32, 10);
        Assert.True(model.Accuracy(LocalTraining.Run(model, train, 600, 64, 0.3, seed: 1), test) >= 0.9);
    }

    [Fact]
    public void Read_HeartOfFourHospitals_FillsWhatIsMissing()
    {
        string folder = RepositoryRoot.RequireData("heart");
        string[] hospitals = ["cleveland", "hungarian", "switzerland", "va"];
        CsvTable[] tables = [.. hospitals.Select(name => CsvReader.Read(Path.Combine(folder, $"processed.{name}.data")))];
        CsvEncoding encoding = CsvEncoding.Fit(tables);

        Assert.Equal([303, 294, 123, 200], tables.Select(table => table.Count));
        Assert.Equal(["0", "1", "2", "3", "4"], encoding.Labels);
        Assert.All(tables, table => Assert.Equal(13, encoding.Encode(table).FeatureCount));
        Assert.Contains(Enumerable.Range(0, 123), row => tables[2].Row(row).ToArray().Any(double.IsNaN));
    }
}
