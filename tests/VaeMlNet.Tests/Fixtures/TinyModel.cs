using System.Text.Json;

namespace VaeMlNet.Tests;

/// <summary>The committed tiny models (D = 6, hidden 5, L = 2), their recorded weights, and the network computed in plain C#.</summary>
internal sealed class TinyModel
{
    public const int InputDim = 6;
    public const int HiddenDim = 5;
    public const int LatentDim = 2;

    private readonly Dictionary<string, double[]> weights;

    private TinyModel(string name)
    {
        Folder = Path.Combine(Root, name);
        IsBernoulli = name == "bernoulli";
        var json = File.ReadAllText(Path.Combine(Root, name + ".weights.json"));
        weights = JsonSerializer.Deserialize<Dictionary<string, double[]>>(json)!;
    }

    public static TinyModel Bernoulli { get; } = new("bernoulli");

    public static TinyModel Gaussian { get; } = new("gaussian");

    public static TinyModel[] All { get; } = [Bernoulli, Gaussian];

    public string Folder { get; }

    public bool IsBernoulli { get; }

    private static string Root => Path.Combine(TestContext.CurrentContext.TestDirectory, "Fixtures");

    public override string ToString() => Path.GetFileName(Folder);

    /// <summary>Creates seeded rows in the range of the model's likelihood, as float32 [rowCount][D].</summary>
    public float[][] Rows(int rowCount, int seed = 1)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(0, rowCount)
                .Select(_ =>
                    Enumerable
                        .Range(0, InputDim)
                        .Select(_ => IsBernoulli ? random.NextSingle() : (random.NextSingle() * 5) - 2)
                        .ToArray()
                ),
        ];
    }

    /// <summary>Creates seeded latents around 0, as float32 [rowCount][L].</summary>
    public static float[][] Latents(int rowCount, int seed = 1)
    {
        var random = new Random(seed);
        float Next() => (random.NextSingle() * 4) - 2;
        return
        [
            .. Enumerable.Range(0, rowCount).Select(_ => Enumerable.Range(0, LatentDim).Select(_ => Next()).ToArray()),
        ];
    }

    /// <summary>Encodes x [D]. Returns the mean and the log-variance of the posterior [L].</summary>
    public (double[] Mean, double[] LogVariance) Encode(float[] x)
    {
        var h = Relu(Linear("encoder_hidden", [.. x.Select(v => (double)v)]));
        return (Linear("mean", h), Linear("log_variance", h));
    }

    /// <summary>Decodes z [L]. Returns the mean of the likelihood [D].</summary>
    public double[] Decode(double[] z)
    {
        var raw = DecodeRaw(z);
        return IsBernoulli ? [.. raw.Select(a => 1 / (1 + Math.Exp(-a)))] : raw;
    }

    /// <summary>
    /// Computes the score of x [D]. Returns -log p(x|z) per slot [D] at the posterior mean, and the KL divergence, in
    /// nats.
    /// </summary>
    public (double[] Contributions, double Kl) Score(float[] x)
    {
        (var mean, var logVariance) = Encode(x);
        var raw = DecodeRaw(mean);
        double[] contributions = [.. x.Select((v, i) => IsBernoulli ? CrossEntropy(v, raw[i]) : Gaussian1(v, raw[i]))];
        var kl = mean.Zip(logVariance, (m, s) => -0.5 * (1 + s - (m * m) - Math.Exp(s))).Sum();
        return (contributions, kl);
    }

    private static double CrossEntropy(double x, double logit)
    {
        var p = 1 / (1 + Math.Exp(-logit));
        return -((x * Math.Log(p)) + ((1 - x) * Math.Log(1 - p)));
    }

    private static double Gaussian1(double x, double mean) => 0.5 * (((x - mean) * (x - mean)) + Math.Log(2 * Math.PI));

    private double[] DecodeRaw(double[] z) => Linear("decoder_out", Relu(Linear("decoder_hidden", z)));

    private static double[] Relu(double[] values) => [.. values.Select(v => Math.Max(v, 0))];

    private double[] Linear(string layer, double[] x)
    {
        var weight = weights[layer + "_w"];
        var bias = weights[layer + "_b"];
        return [.. bias.Select((b, i) => b + x.Select((v, j) => v * weight[(i * x.Length) + j]).Sum())];
    }

    /// <summary>Copies the model's files, all except the sums, into a folder.</summary>
    public void CopyFilesInto(string folder)
    {
        foreach (var file in ChecksumFile.RelativeFiles(Folder).Where(f => f != ChecksumFile.Name))
        {
            var target = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(Folder, file), target);
        }
    }
}
