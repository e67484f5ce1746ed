namespace VaeMlNet;

/// <summary>The columns of a sample's rows, except their latents.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal abstract class SampleContent
{
    /// <summary>Gets the columns of the sample.</summary>
    public abstract IReadOnlyList<OutputColumn> Columns { get; }

    /// <summary>Gets the outputs of the decoder that all columns together need.</summary>
    public abstract IReadOnlyList<GraphTensor> Tensors { get; }

    /// <summary>Creates a batch that decodes some of the columns. The caller must dispose it.</summary>
    /// <param name="source">The sample.</param>
    /// <param name="columns">The numbers of the columns. At least one.</param>
    /// <param name="capacity">The number of rows of the batch.</param>
    public abstract SampleBatch CreateBatch(DecodedSource source, int[] columns, int capacity);

    /// <exception cref="ArgumentException">A name is empty or does not fit, or the model cannot sample values.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The kind of values is unknown.</exception>
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
