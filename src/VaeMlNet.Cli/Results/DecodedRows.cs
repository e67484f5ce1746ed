using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>Decoded rows that a verb writes.</summary>
/// <param name="Blocks">
/// The views from <c>VaeSample</c>, one after the other. Each is released after it was read.
/// </param>
internal sealed record DecodedRows(IEnumerable<IDataView> Blocks)
{
    // A limit per block keeps memory independent of the number of rows. The batches of the decoder are far smaller.
    private const int RowsPerBlock = 4096;

    // The conditions of a block are found by reading their file from its beginning, so that blocks are larger.
    private const int RowsPerBlockWithConditions = 1 << 18;

    /// <summary>
    /// Gets the number of images side by side in a picture. Default: null, the grid is about square.
    /// </summary>
    public int? ImagesPerLine { get; init; }

    /// <summary>Gets the size of the images that were read. Default: null, unknown.</summary>
    public VaeImageShape? Shape { get; init; }

    /// <summary>Gets the title of a picture.</summary>
    public string Title { get; init; } = "decoded rows";

    /// <summary>Gets the label of a line of a picture, by the number of the line from 0. Default: null, the number of its first row.</summary>
    public Func<int, string>? LineLabel { get; init; }

    /// <summary>Gets the names of the columns. Default: null, the names in the model.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Gets the columns of the data that are written before the rows. Default: null, none.</summary>
    public KeptColumns? Kept { get; init; }

    /// <summary>
    /// Gets the seed of new identifiers: CSV files of a table have the columns of the training file in its order, with identifiers where the model
    /// leaves them out. Default: null, the columns of the model.
    /// </summary>
    public int? IdentifierSeed { get; init; }

    /// <summary>Gets the action that runs after each written row, with the number of the row from 1.</summary>
    public Action<long> Written { get; init; } = _ => { };

    /// <summary>Writes the rows as CSV, or in ML.NET's binary format where the file name ends in .idv.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="model">The model that decodes them.</param>
    /// <param name="cancellationToken">Checked before each row.</param>
    /// <returns>The number of rows.</returns>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public long Write(string path, VaeModel model, CancellationToken cancellationToken) =>
        new DecodedRowsFile(model, this).Write(path, cancellationToken);

    /// <summary>Decodes latents to the means of rows, a few thousand rows at a time.</summary>
    /// <param name="model">The model.</param>
    /// <param name="latents">The latents of each row, [L].</param>
    /// <param name="conditions">A view with the conditions of each row; ignored by models without conditions.</param>
    /// <param name="given">Conditions that replace those of all rows.</param>
    public static DecodedRows Decode(
        VaeModel model,
        IEnumerable<float[]> latents,
        IDataView conditions,
        IReadOnlyList<string> given
    )
    {
        MLContext ml = new();
        var hasConditions = model.Manifest.ConditionColumns.Count > 0;
        return new DecodedRows(
            latents
                .Chunk(hasConditions ? RowsPerBlockWithConditions : RowsPerBlock)
                .Select(
                    (rows, block) =>
                        ml.Data.VaeSample(
                            model,
                            rows.SelectMany(row => row).ToArray(),
                            new()
                            {
                                Conditions = given,
                                ConditionRows = hasConditions ? ConditionsOf(block, rows.Length) : null,
                            }
                        )
                )
        );

        IDataView ConditionsOf(int block, int rowCount)
        {
            var first = (long)block * RowsPerBlockWithConditions;
            return ml.Data.TakeRows(first == 0 ? conditions : ml.Data.SkipRows(conditions, first), rowCount);
        }
    }
}
