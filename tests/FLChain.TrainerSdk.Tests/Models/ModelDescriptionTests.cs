using FLChain.TrainerSdk.Models;

namespace FLChain.TrainerSdk.Tests.Models;

public sealed class ModelDescriptionTests
{
    [Theory]
    [InlineData("softmax 784x10", typeof(SoftmaxRegression))]
    [InlineData("softmax 1x2", typeof(SoftmaxRegression))]
    [InlineData("mlp 784x32x10", typeof(MultilayerPerceptron))]
    public void Parse_DescriptionOfABuiltInModel_ReadsItBack(string description, Type type)
    {
        IFederatedModel model = ModelDescription.Parse(description);

        Assert.IsType(type, model);
        Assert.Equal(description, model.Describe());
    }

    [Theory]
    [InlineData("")]
    [InlineData("softmax")]
    [InlineData("softmax ")]
    [InlineData("softmax 784")]
    [InlineData("softmax 784x10x10")]
    [InlineData("mlp 784x10")]
    [InlineData("mlp 784x32x32x10")]
    [InlineData("Softmax 784x10")]
    [InlineData("softmax  784x10")]
    [InlineData("softmax 784x10 ")]
    [InlineData("softmax 784X10")]
    [InlineData("softmax 0784x10")]
    [InlineData("softmax +784x10")]
    [InlineData("softmax 784x1")]
    [InlineData("softmax 0x10")]
    [InlineData("softmax -784x10")]
    [InlineData("softmax 7٨4x10")]
    [InlineData("mlp 784x0x10")]
    [InlineData("softmax 99999999999x10")]
    [InlineData("softmax 1048576x1024")]
    [InlineData("mlp 1048576x16384x2")]
    [InlineData("mlp 2147483647x2147483647x2147483647")]
    [InlineData("cnn 784x10")]
    public void Parse_AnythingElse_IsRefused(string description)
    {
        Assert.Throws<FormatException>(() => ModelDescription.Parse(description));
        Assert.False(ModelDescription.TryParse(description, out IFederatedModel? model));
        Assert.Null(model);
    }

    [Fact]
    public void TryParse_NullOrVeryLong_IsRefused()
    {
        Assert.False(ModelDescription.TryParse(null, out _));
        Assert.False(ModelDescription.TryParse("softmax " + string.Join('x', Enumerable.Repeat("1", 100_000)), out _));
    }
}
