namespace FLChain.Core.Records;

/// <summary>FLM, a federated model (paper, Table II).</summary>
/// <param name="Fid">Unique slug.</param>
/// <param name="Title">At most 100 characters.</param>
/// <param name="Description">At most 1,000 characters.</param>
/// <param name="Task">What it predicts, at most 100 characters.</param>
/// <param name="Metric">How it is measured, at most 100 characters.</param>
/// <param name="Publisher">dpId of the trainer that published it.</param>
/// <param name="Terms">What the members agree to.</param>
/// <param name="RecruitUntil">End of recruitment, Unix milliseconds.</param>
/// <param name="Dps">Members of the federation in the order of their dpIds; a member's share has the index of its place, from 1.</param>
/// <param name="Samples">What each member said of its training samples when the federation formed, in the order of the members; later changes count for nothing here.</param>
/// <param name="Price">Price p_FLM, the average of the members' expected prices.</param>
/// <param name="Establishing">Whether recruitment is still open (the paper's TorF).</param>
/// <param name="Stage">How far it has come.</param>
/// <param name="Status">Whether it may be bought.</param>
/// <param name="StageSince">When the stage began, Unix milliseconds; in preparation, when its time began anew after a dealing was of no use.</param>
/// <param name="Active">Members that the next step waits for, in the order of their dpIds: set when training starts and when it finishes.</param>
/// <param name="Artifact">The finished model; absent before.</param>
/// <param name="RatedUntil">Until when buyers' evaluations have been applied, Unix milliseconds.</param>
/// <param name="Version">1 for the first version.</param>
/// <param name="PreviousTx">Transaction that wrote the version before; empty for the first. The paper's height.</param>
/// <param name="Tx">Transaction that wrote this version.</param>
public sealed record ModelRecord(
    string Fid,
    string Title,
    string Description,
    string Task,
    string Metric,
    string Publisher,
    Terms Terms,
    long RecruitUntil,
    IReadOnlyList<string> Dps,
    IReadOnlyList<long> Samples,
    long Price,
    bool Establishing,
    ModelStage Stage,
    ModelStatus Status,
    long StageSince,
    IReadOnlyList<string> Active,
    Artifact? Artifact,
    long RatedUntil,
    int Version,
    string PreviousTx,
    string Tx);
