using FLChain.Fabric.Protos;
using FLChain.Fabric.Shim;
using Google.Protobuf;

namespace FLChain.Fabric.Tests.Shim;

public sealed class CreatorCacheTests : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly CreatorCache _cache = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public void Read_TheSameBytesAgain_IsTheSameIdentity()
    {
        ByteString creator = Creator("Org1MSP", _certificates.IssueMember("ann").ExportCertificatePem());
        ClientIdentity first = _cache.Read(creator);
        Assert.Equal(("Org1MSP", "CN=ann, OU=client"), (first.MspId, first.Certificate.Subject));
        Assert.Same(first, _cache.Read(ByteString.CopyFrom(creator.Span)));
        Assert.Equal(1, _cache.Count);
    }

    [Fact]
    public void Read_TheSameCertificateInAnothersName_IsAnother()
    {
        string pem = _certificates.IssueMember("ann").ExportCertificatePem();
        Assert.Equal("Org1MSP", _cache.Read(Creator("Org1MSP", pem)).MspId);
        Assert.Equal("Org2MSP", _cache.Read(Creator("Org2MSP", pem)).MspId);
    }

    [Fact]
    public void Read_MoreThanAreKept_StaysBounded()
    {
        string pem = _certificates.IssueMember("ann").ExportCertificatePem();
        for (int i = 0; i < 3000; i++)
        {
            Assert.Equal($"Org{i}MSP", _cache.Read(Creator($"Org{i}MSP", pem)).MspId);
            Assert.InRange(_cache.Count, 1, 1024);
        }
    }

    [Fact]
    public void Read_AnIdentityOfManyBytes_IsNotKept()
    {
        _cache.Read(Creator("Org1MSP", _certificates.IssueMember("ann").ExportCertificatePem() + new string('\n', 20_000)));
        Assert.Equal(0, _cache.Count);
    }

    [Fact]
    public void Read_WhatIsNoIdentity_IsRefusedEachTime()
    {
        for (int i = 0; i < 2; i++)
        {
            Assert.Throws<FormatException>(() => _cache.Read(Creator("", "x")));
            Assert.Throws<FormatException>(() => _cache.Read(Creator("Org1MSP", "no certificate")));
            Assert.Throws<InvalidProtocolBufferException>(() => _cache.Read(ByteString.CopyFrom(0xFF)));
        }
    }

    private static ByteString Creator(string mspId, string pem) =>
        new SerializedIdentity { Mspid = mspId, IdBytes = ByteString.CopyFromUtf8(pem) }.ToByteString();
}
