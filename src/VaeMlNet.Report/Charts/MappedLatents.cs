using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text.Json.Nodes;

namespace VaeMlNet.Report;

/// <summary>The latents of the rows on the map, from which the page computes other maps.</summary>
internal static class MappedLatents
{
    private const int MostLatents = 32;
    private const int LargestCode = ushort.MaxValue;

    /// <summary>
    /// Writes the latents with the largest variance as 16-bit numbers between their minimum and their maximum: text would take three
    /// times the space.
    /// </summary>
    public static JsonObject Write(ReportFacts facts)
    {
        float[][] means = [.. facts.Rows.Select(row => row.LatentMean)];
        int[] shown =
        [
            .. Enumerable
                .Range(0, means[0].Length)
                .OrderByDescending(latent => LatentMap.Variance(means.Select(mean => (double)mean[latent])))
                .Take(MostLatents)
                .Order(),
        ];
        var codes = new byte[sizeof(ushort) * shown.Length * means.Length];
        (double Low, double High)[] ranges =
        [
            .. shown.Select(latent =>
                ((double)means.Min(mean => mean[latent]), (double)means.Max(mean => mean[latent]))
            ),
        ];
        for (var i = 0; i < shown.Length; i++)
        {
            var (low, high) = ranges[i];
            for (var row = 0; row < means.Length; row++)
            {
                var place = high > low ? (means[row][shown[i]] - low) / (high - low) : 0;
                BinaryPrimitives.WriteUInt16LittleEndian(
                    codes.AsSpan(sizeof(ushort) * ((i * means.Length) + row)),
                    (ushort)Math.Round(place * LargestCode)
                );
            }
        }

        return new()
        {
            ["names"] = VegaLite.Texts(shown.Select(latent => $"latent {latent}")),
            ["lows"] = new JsonArray([.. ranges.Select(range => VegaLite.Number(range.Low))]),
            ["highs"] = new JsonArray([.. ranges.Select(range => VegaLite.Number(range.High))]),
            ["codes"] = Base64Url.EncodeToString(codes),
        };
    }
}
