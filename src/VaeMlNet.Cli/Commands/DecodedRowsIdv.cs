using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>
/// Writes decoded rows in ML.NET's binary format: the raw columns for a table model, otherwise a vector of the
/// features.
/// </summary>
/// <param name="model">The model that decodes them.</param>
/// <param name="decoded">The rows.</param>
internal sealed class DecodedRowsIdv(VaeModel model, DecodedRows decoded)
{
    /// <summary>Writes the file.</summary>
    /// <returns>The number of rows.</returns>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public long Write(string path, CancellationToken cancellationToken)
    {
        MLContext ml = new();
        var schema = Schema(ml);
        long count = 0;
        return IdvFile.Write(
            path,
            ml,
            new DecodedRowsView(schema, decoded.Blocks),
            [.. schema.Select(column => column.Name)],
            cancellationToken,
            _ => () => decoded.Written(++count)
        );
    }

    private DataViewSchema Schema(MLContext ml)
    {
        // The schema does not depend on the latents, because VaeSample decodes only when a row is read. There may be no block.
        var schema = ml.Data.VaeSample(model, new float[model.LatentDim]).Schema;
        if (ModelTable.IsTable(model.Manifest))
        {
            return schema;
        }

        DataViewSchema.Builder builder = new();
        builder.AddColumn(
            schema[0].Name,
            schema[0].Type,
            TextAnnotation.Create(TextAnnotation.SlotNames, decoded.Names)
        );
        return builder.ToSchema();
    }
}
