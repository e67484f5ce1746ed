using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>The columns that steps on the tiny models read, for the contract.</summary>
internal static class TinyInputs
{
    /// <summary>The largest number of generated rows.</summary>
    private const int MostRows = 1000;

    /// <summary>Creates a column of seeded rows. Some slots are zero, so that the rows can be sparse.</summary>
    public static SourceColumn Features(TinyModel model, string name = "Features", int seed = 1)
    {
        var rows = model.Rows(MostRows, seed);
        foreach ((var i, var row) in rows.Index())
        {
            row[i % row.Length] = 0;
        }

        return Vectors(name, TinyModel.InputDim, rows);
    }

    public static SourceColumn Latents(string name = "Latent", int seed = 1)
    {
        var rows = TinyModel.Latents(MostRows, seed);
        rows[3][1] = 0;
        return Vectors(name, TinyModel.LatentDim, rows);
    }

    /// <summary>
    /// Returns the row that the model explains worst. The candidates are the corners of a cube in the model's range.
    /// </summary>
    public static SourceColumn FarRow(TinyModel model)
    {
        float scale = model.IsBernoulli ? 1 : 1000;
        float[][] corners =
        [
            .. Enumerable
                .Range(0, 1 << TinyModel.InputDim)
                .Select(bits => Enumerable.Range(0, TinyModel.InputDim).Select(i => (bits >> i & 1) * scale).ToArray()),
        ];
        return Vectors("Features", TinyModel.InputDim, [corners.MaxBy(x => model.Score(x).Contributions.Sum())!]);
    }

    private static VectorSource<float> Vectors(string name, int width, float[][] rows) =>
        new(name, NumberDataViewType.Single, width, row => rows[row]);
}
