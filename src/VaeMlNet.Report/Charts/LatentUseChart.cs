using System.Text.Json.Nodes;

namespace VaeMlNet.Report;

/// <summary>The chart of how strongly each latent responds to the rows.</summary>
internal static class LatentUseChart
{
    private const int Height = 220;
    private const int MostBars = 64;

    /// <summary>Creates the chart. It has a bar for each latent: its share of the KL divergence.</summary>
    public static Chart Create(IReadOnlyList<VaeLatentUse> latents)
    {
        var isCut = latents.Count > MostBars;
        var shown = isCut ? latents.OrderByDescending(latent => latent.Kl).Take(MostBars) : latents;
        var values = shown.Select(latent => new JsonObject
        {
            ["latent"] = latent.Index,
            ["kl"] = VegaLite.Number(latent.Kl),
            ["variance"] = VegaLite.Number(latent.PosteriorMeanVariance),
            ["state"] = latent.IsActive ? "active" : "inactive",
        });
        var spec = VegaLite.Over(values, Height);
        spec["mark"] = "bar";
        var x = VegaLite.Nominal("latent", isCut ? $"latent (the {MostBars} with the largest KL)" : "latent");
        x["sort"] = null;
        x["axis"] = new JsonObject { ["labelAngle"] = 0, ["labelOverlap"] = true };
        spec["encoding"] = new JsonObject
        {
            ["x"] = x,
            ["y"] = VegaLite.Quantitative("kl", "KL, nats per row"),
            ["color"] = VegaLite.Nominal(
                "state",
                null,
                new JsonObject { ["domain"] = new JsonArray("active", "inactive") }
            ),
            ["tooltip"] = new JsonArray(
                VegaLite.Tooltip("latent", "latent"),
                VegaLite.Tooltip("kl", "KL (nats)", ",.3~r"),
                VegaLite.Tooltip("variance", "variance of the mean", ",.3~r"),
                VegaLite.Tooltip("state", "state")
            ),
        };
        var most = latents.MaxBy(latent => latent.Kl)!;
        return new Chart(
            "latent-kl",
            "KL per latent",
            $"KL divergence of each of {latents.Count} latents. {latents.Count(latent => latent.IsActive)} are active, and latent {most.Index} has the most, {Figure.Number(most.Kl, 3)} nats.",
            spec
        );
    }
}
