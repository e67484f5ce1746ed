namespace VaeMlNet;

/// <summary>What history.json holds.</summary>
internal sealed record HistoryFile(int FormatVersion, int BestEpoch, IReadOnlyList<VaeEpoch> Epochs);
