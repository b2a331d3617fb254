using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FLChain.Fabric.Shim;

/// <summary>
/// The package that tells a peer where a chaincode runs as a service (type "ccaas"): a tgz of <c>metadata.json</c> and
/// <c>code.tar.gz</c>, which holds <c>connection.json</c>. Equal content gives equal bytes on every machine, and with
/// them an equal package id. Lifecycle of chaincode: Hyperledger Fabric 2.
/// </summary>
public sealed partial class ChaincodePackage
{
    private const string Type = "ccaas";
    private const string MetadataName = "metadata.json";
    private const string CodeName = "code.tar.gz";
    private const string ConnectionName = "connection.json";

    private static readonly JsonSerializerOptions Json = new() { RespectNullableAnnotations = true, AllowDuplicateProperties = false };

    private ChaincodePackage(string label, ChaincodeConnection connection, byte[] bytes)
    {
        Label = label;
        Connection = connection;
        Bytes = bytes;
        PackageId = $"{label}:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";
    }

    /// <summary>The operator's name for the package.</summary>
    public string Label { get; }

    /// <summary>Where the chaincode runs.</summary>
    public ChaincodeConnection Connection { get; }

    /// <summary>The package file (.tgz).</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>What peers call the installed package: the label, a colon and the lower-case hex SHA-256 of <see cref="Bytes"/>.</summary>
    public string PackageId { get; }

    /// <summary>Makes a package.</summary>
    /// <param name="label">A letter or digit, then letters, digits and <c>_.+-</c>.</param>
    /// <param name="connection">Where the chaincode runs.</param>
    /// <exception cref="ArgumentException">The label is no label, or the connection misses something.</exception>
    public static ChaincodePackage Create(string label, ChaincodeConnection connection)
    {
        ArgumentNullException.ThrowIfNull(label);
        ArgumentNullException.ThrowIfNull(connection);
        if (!LabelPattern().IsMatch(label))
        {
            throw new ArgumentException($"\"{label}\" is no label: a letter or digit, then letters, digits and _.+-", nameof(label));
        }

        if (connection.FaultOrNull() is { } fault)
        {
            throw new ArgumentException(fault, nameof(connection));
        }

        byte[] code = PackageArchive.Pack([(ConnectionName, JsonSerializer.SerializeToUtf8Bytes(connection, Json))]);
        byte[] metadata = JsonSerializer.SerializeToUtf8Bytes(new { path = string.Empty, type = Type, label }, Json);
        return new ChaincodePackage(label, connection, PackageArchive.Pack([(MetadataName, metadata), (CodeName, code)]));
    }

    /// <summary>Reads a package that somebody made.</summary>
    /// <exception cref="FormatException">It is not a package of type "ccaas"; the message says why.</exception>
    public static ChaincodePackage Read(ReadOnlyMemory<byte> bytes)
    {
        IReadOnlyDictionary<string, byte[]> files = PackageArchive.Unpack(bytes);
        string label = ReadLabel(FileOf(files, MetadataName));
        IReadOnlyDictionary<string, byte[]> code = PackageArchive.Unpack(FileOf(files, CodeName));
        ChaincodeConnection connection = ReadConnection(FileOf(code, ConnectionName));
        return connection.FaultOrNull() is { } fault
            ? throw new FormatException($"{ConnectionName}: {fault}")
            : new ChaincodePackage(label, connection, bytes.ToArray());
    }

    private static byte[] FileOf(IReadOnlyDictionary<string, byte[]> files, string name) =>
        files.TryGetValue(name, out byte[]? content) ? content : throw new FormatException($"the package has no {name}");

    private static string ReadLabel(byte[] metadata)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(metadata);
            if (document.RootElement.GetProperty("type").GetString() != Type)
            {
                throw new FormatException($"{MetadataName}: the chaincode is not of type {Type}");
            }

            string? label = document.RootElement.GetProperty("label").GetString();
            return label is not null && LabelPattern().IsMatch(label) ? label : throw new FormatException($"{MetadataName}: the label is no label");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException($"{MetadataName} cannot be read", exception);
        }
    }

    private static ChaincodeConnection ReadConnection(byte[] connection)
    {
        try
        {
            return JsonSerializer.Deserialize<ChaincodeConnection>(connection, Json) ?? throw new FormatException($"{ConnectionName} holds nothing");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"{ConnectionName} cannot be read", exception);
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.+-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex LabelPattern();
}
