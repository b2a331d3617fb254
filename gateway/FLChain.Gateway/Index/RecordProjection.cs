using System.Globalization;
using FLChain.Core.Encoding;
using FLChain.Core.Money;

namespace FLChain.Gateway.Index;

/// <summary>Keeps the tables by which lists are filtered and sorted in step with the records.</summary>
internal sealed class RecordProjection(IndexSession session)
{
    /// <exception cref="CanonicalFormatException">The value is not a record of its kind; nothing was changed.</exception>
    public void Apply(string[] key, byte[]? value, ulong block)
    {
        switch (key)
        {
            case [RecordTypes.Model, var fid]:
                ApplyModel(fid, value, block);
                break;
            case [RecordTypes.Trainer, var dpId]:
                ApplyTrainer(dpId, value, block);
                break;
            case [RecordTypes.Report, var reportId] when value is not null:
                ApplyReport(reportId, CanonicalJson.Decode<ReportRecord>(value));
                break;
            case [RecordTypes.Accusation, var reportId] when value is not null:
                ApplyAccusation(reportId, CanonicalJson.Decode<AccusationRecord>(value));
                break;
            case [RecordTypes.Dispute, ..] when value is not null:
                ApplyDispute(LedgerKey.Create(key[0], key.AsSpan(1)), CanonicalJson.Decode<DisputeRecord>(value));
                break;
            case [RecordTypes.Posting, var account, _, var tx, var number] when value is not null:
                ApplyPosting(account, tx, int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture), CanonicalJson.Decode<Posting>(value), block);
                break;
            case [RecordTypes.Root, _, var msp] when value is not null:
                ApplyRoot(msp, CanonicalJson.Decode<RootRecord>(value), block);
                break;
        }
    }

    /// <summary>What a search looks in: one phrase after another.</summary>
    public static string Searchable(params ReadOnlySpan<string> texts) => string.Join('\n', texts!);

    private void ApplyModel(string fid, byte[]? value, ulong block)
    {
        if (value is null)
        {
            session.Execute("DELETE FROM models WHERE fid = $1", fid);
            return;
        }

        var model = CanonicalJson.Decode<ModelRecord>(value);
        session.Execute(
            """
            INSERT INTO models(fid, search, title, task, publisher, status, stage, price, published, changed)
            VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
            ON CONFLICT(fid) DO UPDATE SET
                search = $2, title = $3, task = $4, publisher = $5, status = $6, stage = $7, price = $8, changed = $9
            """,
            fid, Searchable(fid, model.Title, model.Task, model.Description), model.Title, model.Task, model.Publisher,
            (int)model.Status, (int)model.Stage, model.Price, (long)block);
    }

    private void ApplyTrainer(string dpId, byte[]? value, ulong block)
    {
        if (value is null)
        {
            session.Execute("DELETE FROM trainers WHERE dp_id = $1", dpId);
            return;
        }

        var trainer = CanonicalJson.Decode<TrainerRecord>(value);
        session.Execute(
            """
            INSERT INTO trainers(dp_id, search, msp, status, available, rely, samples, changed)
            VALUES($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT(dp_id) DO UPDATE SET
                search = $2, msp = $3, status = $4, available = $5, rely = $6, samples = $7, changed = $8
            """,
            dpId, Searchable(dpId, trainer.Pseudonym, trainer.Dr.Description), trainer.Msp, (int)trainer.Status, trainer.Available,
            trainer.Rely, trainer.Dr.Samples, (long)block);
    }

    // A case is never taken away: what became of it is another version.
    private void ApplyReport(string reportId, ReportRecord report) => session.Execute(
        """
        INSERT INTO reports(report_id, kind, fid, accused, reporter, state, at, deadline) VALUES($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT(report_id) DO UPDATE SET kind = $2, fid = $3, accused = $4, reporter = $5, state = $6, at = $7, deadline = $8
        """,
        reportId, (int)report.Kind, report.Fid, report.Accused, report.Reporter, (int)report.State, report.At, report.Deadline);

    private void ApplyAccusation(string reportId, AccusationRecord accusation) => session.Execute(
        """
        INSERT INTO accusations(report_id, accused, reporter, state, at, deadline) VALUES($1, $2, $3, $4, $5, $6)
        ON CONFLICT(report_id) DO UPDATE SET accused = $2, reporter = $3, state = $4, at = $5, deadline = $6
        """,
        reportId, accusation.Accused, accusation.Reporter, (int)accusation.State, accusation.At, accusation.Deadline);

    private void ApplyDispute(string key, DisputeRecord dispute) => session.Execute(
        """
        INSERT INTO disputes(key, fid, state, at, deadline) VALUES($1, $2, $3, $4, $5)
        ON CONFLICT(key) DO UPDATE SET fid = $2, state = $3, at = $4, deadline = $5
        """,
        key, dispute.Fid, (int)dispute.State, dispute.At, dispute.Deadline);

    // A word once given stays.
    private void ApplyRoot(string msp, RootRecord root, ulong block) => session.Execute(
        "INSERT INTO roots(height, msp, root, block) VALUES($1, $2, $3, $4) ON CONFLICT DO NOTHING", root.Height, msp, Convert.FromHexString(root.Root), (long)block);

    // A line is written once: its key holds the transaction.
    private void ApplyPosting(string account, string tx, int number, Posting posting, ulong block)
    {
        var added = session.Execute(
            """
            INSERT INTO postings(account, at, tx, number, amount, counterparty, event, reference, block)
            VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING
            """,
            account, posting.At, tx, number, posting.Amount, posting.Counterparty, (int)posting.Event, posting.Reference, (long)block);
        if (added == 0) throw new CanonicalFormatException("a line of a statement was written twice");
        session.Execute(
            "INSERT INTO balances(account, balance, lines) VALUES($1, $2, 1) ON CONFLICT(account) DO UPDATE SET balance = balance + $2, lines = lines + 1",
            account, posting.Amount);
    }
}
