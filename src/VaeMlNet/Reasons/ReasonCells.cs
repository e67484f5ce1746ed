namespace VaeMlNet;

/// <summary>The row that reasons are about: its cells, what each contributes to the score, and what the model expects in their places.</summary>
/// <param name="inputs">A batch with the cells.</param>
/// <param name="row">The place of the row in the batch.</param>
/// <param name="contributions">The contribution of each raw slot to the reconstruction error, [S].</param>
/// <param name="expected">The decoded row, [R], computed from the cells that are not hidden; the hidden ones as imputer.onnx fills them.</param>
/// <param name="texts">The texts of the input columns.</param>
internal readonly ref struct ReasonCells(
    StepBatch inputs,
    int row,
    ReadOnlySpan<float> contributions,
    ReadOnlySpan<float> expected,
    InputTexts texts
)
{
    /// <summary>Gets the contribution of each raw slot, [S].</summary>
    public ReadOnlySpan<float> Contributions { get; } = contributions;

    /// <summary>Gets the decoded row, [R].</summary>
    public ReadOnlySpan<float> Expected { get; } = expected;

    /// <summary>Gets the texts of the input columns.</summary>
    public InputTexts Texts => texts;

    /// <summary>Returns the cells of a column.</summary>
    public ReadOnlySpan<T> Read<T>(int input)
        where T : struct => inputs.Input<T>(input, row);
}

/// <summary>The texts that the input columns of a step have, and the model folder may lack: names of features, and of categories that training did not have.</summary>
/// <param name="SlotNames">The names of each column's slots; null for a column without.</param>
/// <param name="KeyValues">The texts of each column's keys; null for a column without.</param>
internal sealed record InputTexts(
    IReadOnlyList<IReadOnlyList<string>?> SlotNames,
    IReadOnlyList<IReadOnlyList<string>?> KeyValues
);
