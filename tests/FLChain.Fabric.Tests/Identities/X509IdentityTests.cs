using System.Security.Cryptography;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Tests.Identities;

public sealed class X509IdentityTests : IDisposable
{
    private readonly TestCertificates _authority = new();

    [Fact]
    public void TryParse_WhatAnIdentitySerialized_ComesBackAndVerifies()
    {
        var signing = _authority.IssueIdentity("Org1MSP");
        Assert.True(X509Identity.TryParse(signing.Identity.Serialized, out var identity, out _));
        Assert.Equal("Org1MSP", identity.MspId);
        Assert.Equal(signing.Identity.Pem, identity.Pem);
        Assert.Equal(signing.Identity.Certificate.Thumbprint, identity.Certificate.Thumbprint);
        Assert.False(identity.Certificate.HasPrivateKey);
        var signature = signing.Sign("data"u8);
        Assert.True(identity.Verify("data"u8, signature));
        Assert.False(identity.Verify("Data"u8, signature));
        Assert.False(_authority.IssueIdentity("Org1MSP").Identity.Verify("data"u8, signature));
    }

    [Fact]
    public void FromPem_FileWithTextAround_TravelsUnchanged()
    {
        var pem = "Certificate:\n  some text\n" + _authority.IssueMember().ExportCertificatePem() + "\n\n";
        var identity = X509Identity.FromPem("Org1MSP", pem);
        Assert.Equal(pem, SerializedIdentity.Parser.ParseFrom(identity.Serialized).IdBytes.ToStringUtf8());
    }

    [Fact]
    public void TryParse_Defects_FalseWithReason()
    {
        var pem = _authority.IssueMember().ExportCertificatePem();
        AssertRefused(ByteString.Empty, "0 bytes");
        AssertRefused(ByteString.CopyFrom(new byte[X509Identity.MaxSerializedBytes + 1]), "bytes");
        AssertRefused(ByteString.CopyFrom(10, 200), "cannot be read");
        AssertRefused(new SerializedIdentity { IdBytes = ByteString.CopyFromUtf8(pem) }.ToByteString(), "no MSP");
        AssertRefused(new SerializedIdentity { Mspid = "A" }.ToByteString(), "no readable certificate");
        AssertRefused(Identity(pem.Replace("CERTIFICATE", "PUBLIC KEY")), "no readable certificate");
        AssertRefused(Identity("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"), "no readable certificate");

        static ByteString Identity(string pem) => new SerializedIdentity { Mspid = "A", IdBytes = ByteString.CopyFromUtf8(pem) }.ToByteString();
        static void AssertRefused(ByteString bytes, string reason)
        {
            Assert.False(X509Identity.TryParse(bytes, out _, out var given));
            Assert.Contains(reason, given);
        }
    }

    [Fact]
    public void TryParse_RandomAlterations_NeverThrows()
    {
        var original = _authority.IssueIdentity("Org1MSP").Identity.Serialized.ToByteArray();
        var random = new Random(17);
        for (var i = 0; i < 2000; i++)
        {
            var altered = (byte[])original.Clone();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                altered[random.Next(altered.Length)] = (byte)random.Next(256);
            if (X509Identity.TryParse(ByteString.CopyFrom(altered.AsSpan(0, random.Next(2) == 0 ? altered.Length : random.Next(altered.Length))), out var identity, out _))
                Assert.False(identity.Verify("data"u8, altered.AsSpan(0, 70)));
        }
    }

    [Fact]
    public void Verify_KeyOfAnotherCurve_False()
    {
        var certificate = _authority.IssueMember(curve: ECCurve.NamedCurves.nistP384);
        using var key = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(certificate)!;
        var signature = key.SignData("data"u8, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        Assert.False(X509Identity.FromCertificate("Org1MSP", certificate).Verify("data"u8, signature));
    }

    public void Dispose() => _authority.Dispose();
}
