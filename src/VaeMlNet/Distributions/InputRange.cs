namespace VaeMlNet;

/// <summary>The values that a model's likelihood allows in each input slot.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class InputRange
{
    private readonly string modelFolder;

    public InputRange(VaeManifest manifest, string modelFolder)
        : this([.. manifest.Columns.SelectMany(c => ColumnLikelihood.Get(c).SlotGroups(c))], modelFolder) { }

    /// <param name="groups">The groups, one after the other. Without groups, nothing is checked.</param>
    /// <param name="modelFolder">The model in messages.</param>
    public InputRange(IReadOnlyList<SlotGroup> groups, string modelFolder)
    {
        Groups = [.. groups];
        this.modelFolder = modelFolder;
    }

    public SlotGroup[] Groups { get; }

    /// <summary>Returns the range of latents, float32 [Z]: any finite numbers.</summary>
    public static InputRange OfLatents(VaeManifest manifest, string modelFolder) =>
        new([new SlotGroup(manifest.Latent.Dim, AllowedValues.Finite)], modelFolder);

    /// <summary>Checks the rows of an array, float32 [N, D].</summary>
    /// <exception cref="InvalidOperationException">
    /// The likelihood does not allow the value of a slot, or the value is not finite.
    /// </exception>
    public void CheckRows(ReadOnlySpan<float> rows, GraphTensor input)
    {
        for (var row = 0; row < rows.Length / input.Width; row++)
        {
            Check(rows.Slice(row * input.Width, input.Width), input.Name, row);
        }
    }

    /// <summary>Checks one row, float32 [D].</summary>
    /// <exception cref="InvalidOperationException">
    /// The likelihood does not allow the value of a slot, or the value is not finite.
    /// </exception>
    public void Check(
        ReadOnlySpan<float> row,
        string columnName,
        long rowNumber,
        string advice =
            "Fill the gaps with ReplaceMissingValues, or drop such rows with FilterRowsByMissingValues first."
    )
    {
        if (FindRefused(row) is { } refused)
        {
            throw refused.Group.Refuse(
                row[refused.Slot],
                rowNumber,
                refused.Slot,
                $"'{columnName}'",
                columnName,
                $"model '{modelFolder}' needs finite values. {advice}"
            );
        }
    }

    /// <summary>Copies one row, float32 [D], and returns whether the likelihood allows every slot. Both may be the same memory.</summary>
    public bool Copy(ReadOnlySpan<float> row, Span<float> destination)
    {
        var isAllowed = true;
        foreach (var group in Groups)
        {
            isAllowed &= group.Copy(row[..group.Width], destination);
            row = row[group.Width..];
            destination = destination[group.Width..];
        }

        // Slots without a group can have any value.
        row.CopyTo(destination);
        return isAllowed;
    }

    /// <summary>Returns the first slot of a row, float32 [D], whose value is not allowed, with its group.</summary>
    public (int Slot, SlotGroup Group)? FindRefused(ReadOnlySpan<float> row)
    {
        var start = 0;
        foreach (var group in Groups)
        {
            var slot = group.FindRefused(row.Slice(start, group.Width));
            if (slot >= 0)
            {
                return (start + slot, group);
            }

            start += group.Width;
        }

        return null;
    }
}
