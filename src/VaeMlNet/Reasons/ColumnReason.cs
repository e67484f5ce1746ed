using System.Globalization;

namespace VaeMlNet;

/// <summary>Tells in words and in the user's units what is unusual about one column of a row.</summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="column">The column.</param>
/// <param name="place">The places of the column's values.</param>
/// <param name="usual">What is usual in the training rows; null where the model folder does not say it.</param>
internal abstract class ColumnReason(VaeColumn column, ReasonPlace place, UsualRows? usual)
{
    private const string UnusualTogether = "unusual together with the other columns";
    private const string UnusualForOthers = " for the other columns";

    private readonly UsualSlots? slots = usual?.Columns[place.Input];

    /// <summary>Gets whether the model reads no other column.</summary>
    public bool IsOnly { get; init; }

    /// <summary>Gets the end of a text that tells no more than that the value does not fit: it is usual alone, and the model expects no other.</summary>
    protected string Together => IsOnly ? "unusual" : UnusualTogether;

    /// <summary>Gets the end of the same for a part of a date.</summary>
    protected string ForOthers => IsOnly ? "" : UnusualForOthers;

    /// <summary>Gets the end of a text with an expected value.</summary>
    protected string FromOthers => IsOnly ? "" : " from the other columns";

    protected VaeColumn Column => column;

    protected ReasonPlace Place => place;

    protected UsualRows? Usual => usual;

    /// <summary>Gets the usual values of the column; null where the model folder does not say it.</summary>
    protected UsualSlots? Slots => slots;

    /// <summary>Gets the index among the model's columns, which are the inputs of its graphs.</summary>
    public int Input => place.Input;

    /// <summary>Gets whether a cell can be hidden from the model: Booleans and features are never missing.</summary>
    public bool CanHide => column.CanBeMissing;

    /// <summary>Returns by how much the column raises the score more than usual, in nats.</summary>
    /// <param name="contributions">The contribution of each raw slot, [S].</param>
    public double Excess(ReadOnlySpan<float> contributions)
    {
        var sum = 0.0;
        for (var i = 0; i < place.Width; i++)
        {
            sum += ExcessOf(i, contributions);
        }

        return sum;
    }

    /// <summary>Returns whether a reason tells no more than that the value does not fit.</summary>
    public static bool IsVague(string reason) =>
        reason.EndsWith(UnusualTogether, StringComparison.Ordinal)
        || reason.EndsWith(UnusualForOthers, StringComparison.Ordinal);

    /// <summary>Replaces the cells by missing ones.</summary>
    public abstract void Hide(StepBatch inputs, int row);

    /// <summary>Replaces what the decoder expects by what imputer.onnx fills in.</summary>
    /// <param name="filled">A batch of imputer.onnx.</param>
    /// <param name="output">The index of the column among its outputs.</param>
    /// <param name="row">The place of the row in the batch.</param>
    /// <param name="expected">The decoded row, [R].</param>
    public virtual void Expect(StepBatch filled, int output, int row, Span<float> expected) { }

    public abstract string Tell(in ReasonCells cells);

    /// <summary>Returns the text for a cell that breaks a relation, such as <c>total 610, expected 590: total = net + tax</c>.</summary>
    /// <param name="cells">The row.</param>
    /// <param name="relation">The relation.</param>
    /// <param name="expected">The number, the key, or 0 or 1 that the relation gives; null for none.</param>
    public string TellBroken(in ReasonCells cells, string relation, float? expected) =>
        TellCell(cells) + (expected is { } cell ? $", expected {Write(cell)}: {relation}" : $", but {relation}");

    /// <summary>Returns the cell as a text, such as <c>pressure 1.82</c>.</summary>
    protected abstract string TellCell(in ReasonCells cells);

    /// <summary>Returns a cell of the column as a text.</summary>
    /// <param name="cell">The number, the key from 1, or 0 or 1.</param>
    protected abstract string Write(float cell);

    /// <summary>Returns by how much one slot raises the score more than usual.</summary>
    protected double ExcessOf(int slot, ReadOnlySpan<float> contributions) =>
        contributions[place.Slot + slot] - (slots?.Contributions[place.SlotOfColumn + slot] ?? 0);

    /// <summary>Returns the text for a missing cell.</summary>
    protected string TellMissing(string name) =>
        column.Width == 1 && usual is not null && column.MissingShare is { } share
            ? $"{name} missing: {CountText(share * usual.Rows)}"
            : $"{name} missing";

    /// <summary>Returns the text for a number of training rows, such as <c>2 of 1,400 rows</c>.</summary>
    protected string CountText(double count) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Round(count):N0} of {usual!.Rows:N0} rows");
}

/// <summary>The places of a column's values.</summary>
/// <param name="Input">The index among the model's columns, which are the inputs of its graphs.</param>
/// <param name="SlotOfColumn">The first slot in the column.</param>
/// <param name="Slot">The first slot among the raw slots, [S].</param>
/// <param name="Decoded">The first slot in a decoded row, [R].</param>
/// <param name="Width">The number of slots.</param>
internal readonly record struct ReasonPlace(int Input, int SlotOfColumn, int Slot, int Decoded, int Width);
