namespace VaeMlNet;

/// <summary>Writes a row of numbers into the inputs of a graph: the cells of its columns, one after the other.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class RowInputs
{
    private readonly string modelFolder;
    private readonly InputRange? range; // of the features; null for tables
    private readonly (VaeColumn Column, AllowedValues Values)[] columns;

    /// <param name="manifest">The model, which has no conditions.</param>
    /// <param name="modelFolder">The model in messages.</param>
    public RowInputs(VaeManifest manifest, string modelFolder)
    {
        this.modelFolder = modelFolder;
        Tensors = GraphTensors.Inputs(manifest);
        Width = Tensors.Sum(tensor => tensor.Width);
        range = manifest.HasFeatures ? new InputRange(manifest, modelFolder) : null;
        columns = [.. manifest.InputColumns.Select(column => (column, ColumnLikelihood.Get(column).Values))];
    }

    public IReadOnlyList<GraphTensor> Tensors { get; }

    /// <summary>Gets the number of values of a row.</summary>
    public int Width { get; }

    /// <summary>Writes a row.</summary>
    /// <param name="row">The row, [<see cref="Width"/>].</param>
    /// <param name="batch">The batch.</param>
    /// <param name="place">The place of the row in the batch.</param>
    /// <param name="rowNumber">The number of the row in messages; null if a single row was passed.</param>
    /// <exception cref="InvalidOperationException">The model does not allow a value.</exception>
    public void Write(ReadOnlySpan<float> row, StepBatch batch, int place, long? rowNumber = null)
    {
        if (row.Length != Width)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"The row has {row.Length} values, but model '{modelFolder}' needs {Width}. Pass one whole row."
                ),
                nameof(row)
            );
        }

        if (range is not null)
        {
            range.Check(row, columns[0].Column.Name, rowNumber ?? place, "A row of features has no missing values.");
            row.CopyTo(batch.Input<float>(0, place));
            return;
        }

        for (var input = 0; input < columns.Length; input++)
        {
            var width = columns[input].Column.Width;
            WriteCells(row[..width], batch, input, place, rowNumber);
            row = row[width..];
        }
    }

    private void WriteCells(ReadOnlySpan<float> cells, StepBatch batch, int input, int place, long? rowNumber)
    {
        var (column, values) = columns[input];
        switch (column.Type)
        {
            case VaeColumn.BooleanType when cells[0] is 0 or 1:
                batch.Input<bool>(input, place)[0] = cells[0] == 1;
                break;
            case VaeColumn.BooleanType:
                throw Refused(
                    column,
                    cells[0],
                    rowNumber,
                    "is a Boolean, which has no missing value. Pass 0 for false and 1 for true."
                );
            case VaeColumn.KeyType when float.IsNaN(cells[0]) || IsKey(cells[0]):
                batch.Input<uint>(input, place)[0] = float.IsNaN(cells[0]) ? 0 : (uint)cells[0];
                break;
            case VaeColumn.KeyType:
                throw Refused(
                    column,
                    cells[0],
                    rowNumber,
                    "is a key. Pass the number of the category in manifest.json, which counts from 1, or 0 for a missing cell."
                );
            default:
                if (SlotGroup.FindRefusedCell(values, cells) is >= 0 and var refused)
                {
                    SlotGroup allowed = new(1, values);
                    throw Refused(
                        column,
                        cells[refused],
                        rowNumber,
                        $"needs other numbers: {allowed.Expectation ?? "it allows finite numbers, and NaN for missing cells."}",
                        refused,
                        float.IsFinite(cells[refused]) ? allowed.Requirement : null
                    );
                }

                cells.CopyTo(batch.Input<float>(input, place));
                break;
        }
    }

    private static bool IsKey(float number) => number is >= 0 and <= 1 << 24 && number == MathF.Floor(number);

    private VaeRowException Refused(
        VaeColumn column,
        float value,
        long? rowNumber,
        string expectation,
        int slot = 0,
        string? requirement = null
    ) =>
        new(
            $"{(rowNumber is null ? "A" : $"In row {rowNumber}, a")} cell of column '{column.Name}' is {value}, but in model '{modelFolder}' the column {expectation}",
            rowNumber,
            column.Name
        )
        {
            Slot = slot,
            Requirement = requirement,
        };
}
