using System.Reflection;
using FLChain.Core.Errors;

namespace FLChain.Core.Tests.Errors;

public sealed class LedgerErrorTests
{
    [Theory]
    [InlineData("FL0104: the trainer is not qualified", "FL0104", "the trainer is not qualified")]
    [InlineData("chaincode response 500, FL0104: x", "FL0104", "x")]
    [InlineData("FLChain says FL0401: a: b", "FL0401", "a: b")]
    [InlineData("FL01 FL0104: FL0105: y", "FL0104", "FL0105: y")]
    [InlineData("FL0104: ", "FL0104", "")]
    public void Find_CodeInAMessage_IsFoundWithItsWords(string message, string code, string text) =>
        Assert.Equal(new LedgerError(code, text), LedgerError.Find(message));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("FL0104")]
    [InlineData("FL0104:x")]
    [InlineData("fl0104: x")]
    [InlineData("FL01٤4: x")]
    [InlineData("FL104: xx")]
    public void Find_NoCode_IsNull(string? message) => Assert.Null(LedgerError.Find(message));

    [Fact]
    public void Message_IsFoundAgain()
    {
        var error = new LedgerError(ErrorCodes.NotQualified, "the trainer is not qualified");
        Assert.Equal(error, LedgerError.Find(error.Message));
    }

    [Fact]
    public void Codes_AreDifferentAndOfTheirForm()
    {
        var codes = typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).ToArray();
        Assert.Equal(codes.Length, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^FL0[0-5][0-9]{2}$", code));
    }
}
