namespace VaeMlNet;

/// <summary>The scores of rows in nats, as one list for each kind of score.</summary>
internal sealed class ScoresByKind
{
    private readonly Dictionary<VaeScoreKind, List<double>> lists = ScoreKind
        .All.Append(ScoreKind.Sampled)
        .ToDictionary(kind => kind.Kind, _ => new List<double>());

    /// <summary>Gets the number of rows.</summary>
    public int RowCount => lists[ScoreKind.All[0].Kind].Count;

    /// <summary>Gets whether no score is NaN or infinite.</summary>
    public bool AreFinite => lists.Values.All(list => list.All(double.IsFinite));

    /// <summary>Gets the scores of a kind, one number for each row. Those from samples are empty unless they were computed.</summary>
    public List<double> this[VaeScoreKind kind] => lists[kind];
}
