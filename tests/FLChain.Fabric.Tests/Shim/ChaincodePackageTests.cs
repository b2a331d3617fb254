using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FLChain.Fabric.Shim;

namespace FLChain.Fabric.Tests.Shim;

public sealed class ChaincodePackageTests
{
    private static readonly ChaincodeConnection Plain = new() { Address = "127.0.0.1:9999" };

    private static readonly ChaincodeConnection Mutual = new()
    {
        Address = "chaincode.org1.example:9999",
        DialTimeout = "3s",
        TlsRequired = true,
        ClientAuthenticationRequired = true,
        ClientKey = "key",
        ClientCertificate = "certificate",
        RootCertificate = "root",
    };

    [Fact]
    public void Create_SameContent_GivesTheSameBytesOnEveryMachine()
    {
        ChaincodePackage package = ChaincodePackage.Create("flchain_1.0", Plain);
        // Computed by a second implementation (ustar, stored deflate). Peers know the chaincode by this id: no runtime or platform may change it.
        Assert.Equal("flchain_1.0:eb6fff34d06b6a07b95536469b34f5ed99247e310684d9f76f482aaeb7368048", package.PackageId);
        Assert.Equal($"flchain_1.0:{Convert.ToHexStringLower(SHA256.HashData(package.Bytes.Span))}", package.PackageId);
    }

    [Fact]
    public void Create_OtherContent_GivesAnotherId()
    {
        string[] ids =
        [
            ChaincodePackage.Create("a", Plain).PackageId,
            ChaincodePackage.Create("b", Plain).PackageId[1..],
            ChaincodePackage.Create("a", Plain with { Address = "127.0.0.1:9998" }).PackageId,
            ChaincodePackage.Create("a", Plain with { DialTimeout = "11s" }).PackageId,
            ChaincodePackage.Create("a", Mutual).PackageId,
        ];
        Assert.Equal(ids.Length, ids.Select(id => id[^64..]).Distinct().Count());
    }

    [Fact]
    public void Create_LaysOutWhatThePeersBuilderReads()
    {
        Dictionary<string, byte[]> files = Untar(ChaincodePackage.Create("cc", Mutual).Bytes.ToArray());
        Assert.Equal(["metadata.json", "code.tar.gz"], files.Keys);
        Assert.Equal("""{"path":"","type":"ccaas","label":"cc"}""", Encoding.UTF8.GetString(files["metadata.json"]));
        Dictionary<string, byte[]> code = Untar(files["code.tar.gz"]);
        Assert.Equal(["connection.json"], code.Keys);
        Assert.Equal(
            """{"address":"chaincode.org1.example:9999","dial_timeout":"3s","tls_required":true,"client_auth_required":true,"client_key":"key","client_cert":"certificate","root_cert":"root"}""",
            Encoding.UTF8.GetString(code["connection.json"]));
    }

    [Fact]
    public void Read_WhatCreateMade_GivesItBack()
    {
        ChaincodePackage made = ChaincodePackage.Create("cc", Mutual);
        ChaincodePackage read = ChaincodePackage.Read(made.Bytes);
        Assert.Equal((made.Label, made.PackageId, made.Connection), (read.Label, read.PackageId, read.Connection));
    }

    [Fact]
    public void Read_PackageOfAnotherTool_IsUnderstood()
    {
        byte[] code = Tar(("./", null), ("connection.json", """{"address":"host:1","extra":"ignored"}"""u8.ToArray()));
        byte[] package = Tar(("metadata.json", """{"type":"ccaas","label":"cc"}"""u8.ToArray()), ("code.tar.gz", code));
        ChaincodePackage read = ChaincodePackage.Read(package);
        Assert.Equal(("cc", "host:1", "10s"), (read.Label, read.Connection.Address, read.Connection.DialTimeout));
        Assert.Equal($"cc:{Convert.ToHexStringLower(SHA256.HashData(package))}", read.PackageId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("_a")]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("a/b")]
    [InlineData("a\n")]
    [InlineData("é")]
    public void Create_NoLabel_IsRefused(string label) =>
        Assert.Throws<ArgumentException>(() => ChaincodePackage.Create(label, Plain));

    [Theory]
    [InlineData("host")]
    [InlineData(":1")]
    [InlineData("host:")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:+1")]
    public void Create_NoAddress_IsRefused(string address) =>
        Assert.Throws<ArgumentException>(() => ChaincodePackage.Create("a", new ChaincodeConnection { Address = address }));

    [Fact]
    public void Create_SecurityWithoutItsCertificates_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => ChaincodePackage.Create("a", Mutual with { RootCertificate = "" }));
        Assert.Throws<ArgumentException>(() => ChaincodePackage.Create("a", Mutual with { ClientKey = "" }));
        Assert.Throws<ArgumentException>(() => ChaincodePackage.Create("a", Mutual with { ClientCertificate = "" }));
        Assert.Throws<ArgumentException>(() => ChaincodePackage.Create("a", Mutual with { TlsRequired = false }));
    }

    [Fact]
    public void ToString_OfAConnection_KeepsThePrivateKeyToItself() =>
        Assert.Equal("ChaincodeConnection { chaincode.org1.example:9999, TLS, mutual }", Mutual.ToString());

    [Fact]
    public void Read_CutShortAnywhere_IsRefused()
    {
        byte[] bytes = ChaincodePackage.Create("cc", Plain).Bytes.ToArray();
        for (int length = 0; length < bytes.Length - 1; length += 97)
        {
            Assert.Throws<FormatException>(() => ChaincodePackage.Read(bytes.AsMemory(0, length)));
        }
    }

    public static TheoryData<string, byte[]> Hostile => new()
    {
        { "no gzipped tar", "hello"u8.ToArray() },
        { "no metadata.json", Tar(("x", [1])) },
        { "no code.tar.gz", Tar(("metadata.json", """{"type":"ccaas","label":"cc"}"""u8.ToArray())) },
        { "metadata.json cannot be read", Tar(("metadata.json", "{"u8.ToArray())) },
        { "metadata.json cannot be read", Tar(("metadata.json", """{"type":"ccaas"}"""u8.ToArray())) },
        { "metadata.json cannot be read", Tar(("metadata.json", """{"type":"ccaas","label":1}"""u8.ToArray())) },
        { "not of type ccaas", Tar(("metadata.json", """{"type":"golang","label":"cc"}"""u8.ToArray())) },
        { "the label is no label", Tar(("metadata.json", """{"type":"ccaas","label":"../x"}"""u8.ToArray())) },
        { "has x twice", Tar(("x", [1]), ("x", [2])) },
        { "too many files", Tar([.. Enumerable.Range(0, 65).Select(i => ($"f{i}", (byte[]?)[1]))]) },
        { "unpacks to more than", Tar(("x", new byte[5 * 1024 * 1024])) },
        { "no connection.json", WithCode(Tar(("x", [1]))) },
        { "connection.json cannot be read", WithCode(Tar(("connection.json", "[]"u8.ToArray()))) },
        { "connection.json cannot be read", WithCode(Tar(("connection.json", """{"dial_timeout":"1s"}"""u8.ToArray()))) },
        { "connection.json cannot be read", WithCode(Tar(("connection.json", """{"address":null}"""u8.ToArray()))) },
        { "its address is not host:port", WithCode(Tar(("connection.json", """{"address":"x"}"""u8.ToArray()))) },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Hostile))]
    public void Read_NoPackage_SaysWhy(string reason, byte[] bytes) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => ChaincodePackage.Read(bytes)).Message, StringComparison.Ordinal);

    private static byte[] WithCode(byte[] code) =>
        Tar(("metadata.json", JsonSerializer.SerializeToUtf8Bytes(new { type = "ccaas", label = "cc" })), ("code.tar.gz", code));

    private static byte[] Tar(params (string Name, byte[]? Content)[] files)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
        using (var writer = new TarWriter(gzip, TarEntryFormat.Pax))
        {
            foreach ((string name, byte[]? content) in files)
            {
                writer.WriteEntry(content is null
                    ? new PaxTarEntry(TarEntryType.Directory, name)
                    : new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
            }
        }

        return output.ToArray();
    }

    private static Dictionary<string, byte[]> Untar(byte[] bytes)
    {
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var reader = new TarReader(gzip);
        var files = new Dictionary<string, byte[]>();
        while (reader.GetNextEntry() is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream!.CopyTo(content);
            files.Add(entry.Name, content.ToArray());
        }

        return files;
    }
}
