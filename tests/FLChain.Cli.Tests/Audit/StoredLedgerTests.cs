using FLChain.Cli.Audit;
using FLChain.Cli.Audit.Wire;
using Microsoft.Data.Sqlite;

namespace FLChain.Cli.Tests.Audit;

/// <summary>One byte altered on the peer's disk, while it is down: the peer serves it, the audit over the wire finds it.</summary>
public sealed class StoredLedgerTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flchain-audit-");

    public async ValueTask InitializeAsync()
    {
        await using var consortium = await Consortium.StartAsync(_folder.FullName);
        await new Story(consortium).PlayAsync();
    }

    [Fact]
    public async Task AuditAsync_StoredBytes_PassUntilOneIsAltered()
    {
        Assert.True((await RestartAndAuditAsync()).Passed);

        await AlteredAsync("envelopes", "envelope", "block = 12 AND position = 0", AuditCheckKind.Blocks, finding => finding.Place.Block == 12);
        await AlteredAsync("blocks", "header", "number = 9", AuditCheckKind.Blocks, finding => finding.Place.Block is 9 or 10);
        await AlteredAsync("blocks", "metadata", "number = 9", null, finding => finding.Place.Block is 9 or 10);
        await AlteredAsync("private_state", "value", "block > 25", AuditCheckKind.Payloads, finding => finding.Place.Payload is not null);
        await AlteredAsync("state", "value", "substr(key, 2, 7) = CAST('account' AS BLOB)", AuditCheckKind.Answers, finding => finding.Place.Function == "incentive:GetConservation");
        await AlteredAsync("state", "value", "substr(key, 2, 7) = CAST('trainer' AS BLOB)", AuditCheckKind.Answers, finding => finding.Place.Function == "registry:GetTrainer");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    // Alters the last byte of the first such value, audits, and puts it back.
    private async Task AlteredAsync(string table, string column, string where, AuditCheckKind? check, Predicate<AuditFinding> isNamed)
    {
        Flip(table, column, where);
        var report = await RestartAndAuditAsync();
        Flip(table, column, where);

        Assert.False(report.Passed);
        Assert.Contains(
            report.Findings,
            finding => finding.Severity == AuditSeverity.Error && (check is null || finding.Check == check) && isNamed(finding));
    }

    private async Task<AuditReport> RestartAndAuditAsync()
    {
        await using var consortium = await Consortium.StartAsync(_folder.FullName);
        await using var source = GatewayAuditSource.Connect(consortium.ProfileOf(Consortium.BuyersMsp, "auditor"));
        return await LedgerAuditor.AuditAsync(source, consortium.Options(), cancellationToken: TestContext.Current.CancellationToken);
    }

    private void Flip(string table, string column, string where)
    {
        var path = Path.Combine(_folder.FullName, "peer", "ledger.db");
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var read = connection.CreateCommand();
        read.CommandText = $"SELECT rowid, {column} FROM {table} WHERE {where} ORDER BY rowid LIMIT 1";
        long row;
        byte[] value;
        using (var reader = read.ExecuteReader())
        {
            Assert.True(reader.Read(), $"there is no {table} where {where}");
            row = reader.GetInt64(0);
            value = reader.GetFieldValue<byte[]>(1);
        }

        value[^1] ^= 1;
        using var write = connection.CreateCommand();
        write.CommandText = $"UPDATE {table} SET {column} = $value WHERE rowid = $row";
        write.Parameters.AddWithValue("$value", value);
        write.Parameters.AddWithValue("$row", row);
        Assert.Equal(1, write.ExecuteNonQuery());
    }
}
