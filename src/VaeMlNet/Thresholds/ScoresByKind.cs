using System.Runtime.InteropServices;

namespace VaeMlNet;

/// <summary>The scores of rows in nats, as one list for each kind of score. They are kept as float32, as models compute them.</summary>
internal sealed class ScoresByKind
{
    private readonly Dictionary<VaeScoreKind, List<float>> lists = ScoreKind
        .All.Append(ScoreKind.Sampled)
        .ToDictionary(kind => kind.Kind, _ => new List<float>());

    private float[]? changes; // of each row

    /// <summary>Gets the number of rows.</summary>
    public int RowCount => lists[ScoreKind.All[0].Kind].Count;

    /// <summary>Gets whether no score is NaN or infinite.</summary>
    public bool AreFinite => lists.Keys.All(kind => this[kind].All(double.IsFinite));

    /// <summary>Gets the scores of a kind, one number for each row. Those from samples are empty unless they were computed.</summary>
    public IEnumerable<double> this[VaeScoreKind kind]
    {
        get
        {
            var list = lists[kind];
            return Enumerable.Range(0, list.Count).Select(row => (double)list[row] + (changes?[row] ?? 0));
        }
    }

    /// <summary>Prepares for a known number of rows, so that lists do not have to grow.</summary>
    public void Reserve(long rowCount)
    {
        foreach (var kind in ScoreKind.All)
        {
            lists[kind.Kind].EnsureCapacity((int)rowCount);
        }
    }

    /// <summary>Adds the scores of further rows.</summary>
    public void Add(VaeScoreKind kind, params ReadOnlySpan<float> scores) => lists[kind].AddRange(scores);

    /// <summary>Sets by how much the scores of neighboring rows differ from the added numbers. All rows must have been added.</summary>
    public void Change(int firstRow, ReadOnlySpan<float> ofRows)
    {
        changes ??= new float[RowCount];
        ofRows.CopyTo(changes.AsSpan(firstRow));
    }

    /// <summary>Sorts a copy of the scores of a kind. The caller must dispose it.</summary>
    public SortedValues Sort(VaeScoreKind kind) =>
        changes is null ? SortedValues.Of(CollectionsMarshal.AsSpan(lists[kind])) : SortedValues.Of(this[kind]);
}
