using FLChain.Cryptography.Arithmetic;
using FLChain.Cryptography.Arithmetic.OpenSsl;

namespace FLChain.Cryptography.Tests.Arithmetic;

public sealed class ArithmeticEnginesTests
{
    [Fact]
    public void Select_NothingAsked_PrefersOpenSsl()
    {
        Assert.Equal("managed", ArithmeticEngines.Select(null, openSsl: null).Name);
        Assert.Equal("managed", ArithmeticEngines.Select("", openSsl: null).Name);
        Assert.SkipWhen(ArithmeticEngines.OpenSsl is null, "libcrypto is not on this machine");
        Assert.Equal("openssl", ArithmeticEngines.Select(null, ArithmeticEngines.OpenSsl).Name);
        Assert.Equal("managed", ArithmeticEngines.Select("managed", ArithmeticEngines.OpenSsl).Name);
    }

    [Theory]
    [InlineData("openssl")]
    [InlineData("gmp")]
    public void Select_WhatIsNotThere_Throws(string requested) =>
        Assert.Throws<PlatformNotSupportedException>(() => ArithmeticEngines.Select(requested, openSsl: null));

    [Fact]
    public void TryCreate_LibraryMissing_IsNull() => Assert.Null(OpenSslEngine.TryCreate(["libcrypto-that-is-not-there.so.9"]));
}
