using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>A column that a step for series adds.</summary>
/// <param name="Column">The name, type and annotations.</param>
/// <param name="Reads">What the column is computed from.</param>
/// <param name="MakeGetter">Creates a ValueGetter of the column's type from a function that returns the current row's result.</param>
internal sealed record SeriesOutput(
    DataViewSchema.DetachedColumn Column,
    SeriesReads Reads,
    Func<Func<SeriesRowScore>, Delegate> MakeGetter
)
{
    public static SeriesOutput Create<T>(string name, DataViewType type, Func<SeriesRowScore, T> read) =>
        new(
            new(name, type, null),
            SeriesReads.Scores,
            current => (ValueGetter<T>)((ref T value) => value = read(current()))
        );

    public static SeriesOutput Create(
        string name,
        SeriesReads reads,
        IReadOnlyList<string> slots,
        Func<SeriesRowScore, float[]?> read
    ) =>
        new(
            new(
                name,
                new VectorDataViewType(NumberDataViewType.Single, slots.Count),
                TextAnnotation.Create(TextAnnotation.SlotNames, slots)
            ),
            reads,
            current => VectorGetter.Fill<float>(slots.Count, cells => read(current())!.CopyTo(cells))
        );
}

/// <summary>The results of windows that a pass over a series reads.</summary>
[Flags]
internal enum SeriesReads
{
    /// <summary>The scores.</summary>
    Scores = 1,

    /// <summary>The contributions of the windows' cells to the scores.</summary>
    Contributions = 2,

    /// <summary>The expected values of the windows' cells and their uncertainties.</summary>
    Expectations = 4,
}
