namespace VaeMlNet;

/// <summary>The columns of a sample's rows, except their latents.</summary>
/// <remarks>Immutable, hence thread-safe.</remarks>
internal abstract class SampleContent
{
    /// <summary>The columns.</summary>
    public abstract IReadOnlyList<OutputColumn> Columns { get; }

    /// <summary>The outputs of the decoder that all columns need.</summary>
    public abstract IReadOnlyList<GraphTensor> Tensors { get; }

    /// <summary>A batch that decodes some of the columns. The caller disposes it.</summary>
    /// <param name="source">The sample.</param>
    /// <param name="columns">Numbers of the columns, of which there is at least one.</param>
    /// <param name="capacity">Its rows.</param>
    public abstract SampleBatch CreateBatch(SampleSource source, int[] columns, int capacity);

    /// <exception cref="ArgumentException">A name is empty or does not fit, or draws cannot be had.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The kind of values is none.</exception>
    public static SampleContent Create(VaeModel model, VaeSampleOptions options, int? seed)
    {
        var isTable = model.Manifest.IsTable;
        var values = options.Values ?? (isTable && seed is not null ? VaeSampleValues.Draw : VaeSampleValues.Mean);
        return values switch
        {
            VaeSampleValues.Mean when isTable => new TableContent(model, options, null),
            VaeSampleValues.Mean => new FeatureContent(model, options),
            VaeSampleValues.Draw when !isTable => throw SampleErrors.DrawOfFeatures(model.Folder),
            VaeSampleValues.Draw => new TableContent(model, options, seed ?? throw SampleErrors.DrawWithoutSeed()),
            _ => throw SampleErrors.NoSuchValues(values),
        };
    }
}
