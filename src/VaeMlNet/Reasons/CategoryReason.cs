using System.Globalization;
using System.Numerics.Tensors;
using VaeMlNet.Texts;

namespace VaeMlNet;

/// <summary>Tells what is unusual about a category or a Boolean.</summary>
internal sealed class CategoryReason : ColumnReason
{
    private const double RareShare = 0.01;
    private const double RarePartOfMean = 0.5;

    // A combination is rare if it occurs in so small a part of the rows that are expected if both columns were independent.
    private const double RarePart = 0.25;

    private readonly List<Partner> partners = [];

    public CategoryReason(VaeColumn column, ReasonPlace place, UsualRows? usual, IReadOnlyList<VaeColumn> columns)
        : base(column, place, usual)
    {
        foreach (var pair in usual?.Pairs ?? [])
        {
            var isFirst = pair.First == column.Name;
            if (isFirst || pair.Second == column.Name)
            {
                var other = isFirst ? pair.Second : pair.First;
                var (input, partner) = columns.Index().First(known => known.Item.Name == other);
                partners.Add(new(pair, isFirst, input, partner));
            }
        }
    }

    public override void Hide(StepBatch inputs, int row) => inputs.Input<uint>(Place.Input, row)[0] = 0;

    public override void Expect(StepBatch filled, int output, int row, Span<float> expected)
    {
        var probabilities = expected.Slice(Place.Decoded, Column.ReconstructionWidth);
        probabilities.Clear();
        probabilities[(int)filled.Output<uint>(output, row)[0] - 1] = 1;
    }

    public override string Tell(in ReasonCells cells)
    {
        var category = CategoryOf(Column, Place.Input, cells);
        if (category < 0)
        {
            return TellMissing(Column.Name);
        }

        if (category >= Column.ShareCount)
        {
            return cells.Texts.KeyValues[Place.Input] is { } values && category < values.Count
                ? $"{Column.Name} '{Excerpt.Of(values[category])}' was never seen in training"
                : $"{Column.Name} has a category that was never seen in training";
        }

        var text = TellCell(cells);
        if (Usual is not null && Column.Shares is { } shares && IsRare(shares[category], shares.Count))
        {
            return $"{text}: {CountText(CountOf(Column, category))}";
        }

        if (TellRarestPair(cells, category) is { } pair)
        {
            return $"{text} with {pair}";
        }

        var expected = Expected(cells.Expected);
        return expected == category ? $"{text}, {Together}" : $"{text}, expected {Text(Column, expected)}{FromOthers}";
    }

    protected override string Write(float cell) =>
        Text(Column, (int)cell - (Column.Type == VaeColumn.BooleanType ? 0 : 1));

    protected override string TellCell(in ReasonCells cells) =>
        $"{Column.Name} {Text(Column, CategoryOf(Column, Place.Input, cells))}";

    /// <summary>Returns whether a category is rare: in at most one row of 100, and in at most half of the rows of a mean category.</summary>
    internal static bool IsRare(double share, int categoryCount) =>
        share <= Math.Min(RareShare, RarePartOfMean / categoryCount);

    private string? TellRarestPair(in ReasonCells cells, int category)
    {
        var (rarest, text) = (RarePart, (string?)null);
        foreach (var partner in partners)
        {
            var other = CategoryOf(partner.Column, partner.Input, cells);
            if (
                other < 0
                || other >= partner.Column.ShareCount
                || Column.Shares is null
                || partner.Column.Shares is null
            )
            {
                continue;
            }

            var count = partner.Count(category, other);
            var independent = CountOf(Column, category) * CountOf(partner.Column, other) / Usual!.Rows;
            // Neither is a combination rare that was expected once or twice.
            var part = (count + 1) / (independent + 1);
            if (part < rarest)
            {
                (rarest, text) = (part, $"{partner.Column.Name} {Text(partner.Column, other)}: {CountText(count)}");
            }
        }

        return text;
    }

    /// <summary>Returns the number of training rows with a category.</summary>
    private double CountOf(VaeColumn column, int category) =>
        column.Shares![category] * (1 - (column.MissingShare ?? 0)) * Usual!.Rows;

    private int Expected(ReadOnlySpan<float> decoded) =>
        Column.Type == VaeColumn.BooleanType
            ? (decoded[Place.Decoded] > 0.5f ? 1 : 0)
            : TensorPrimitives.IndexOfMax(decoded.Slice(Place.Decoded, Column.ReconstructionWidth));

    // The number of the category, from 0; -1 where it is missing.
    private static int CategoryOf(VaeColumn column, int input, in ReasonCells cells) =>
        column.Type == VaeColumn.BooleanType ? (cells.Read<bool>(input)[0] ? 1 : 0)
        : cells.Read<uint>(input)[0] is var key && key == GraphTensors.KnownMissingKey ? -1
        : (int)Math.Min(key, int.MaxValue) - 1;

    private static string Text(VaeColumn column, int category) =>
        column.Type == VaeColumn.BooleanType ? (category == 1 ? "true" : "false")
        : column.KeyValues is { } values ? Excerpt.Of(values[category])
        : (category + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Another column with which the combinations are counted.</summary>
    private sealed record Partner(CategoryPair Pair, bool IsSecond, int Input, VaeColumn Column)
    {
        public int Count(int own, int other) => IsSecond ? Pair.Count(own, other) : Pair.Count(other, own);
    }
}
