using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>
/// Five Adam steps of a 6-5-2 VAE in float64, recorded with PyTorch: fixed weights, inputs and noise, hence exact.
/// </summary>
internal sealed class GoldenTrace
{
    public const int InputDim = 6;
    public const int HiddenDim = 5;
    public const int LatentDim = 2;
    public const int RowCount = 4;

    private static readonly Dictionary<string, string[]> TraceNames = new()
    {
        ["encoder.hidden1.weight"] = ["fc1_w"],
        ["encoder.hidden1.bias"] = ["fc1_b"],
        ["posterior.weight"] = ["mu_w", "lv_w"],
        ["posterior.bias"] = ["mu_b", "lv_b"],
        ["decoder.hidden1.weight"] = ["fc3_w"],
        ["decoder.hidden1.bias"] = ["fc3_b"],
        ["decoder.output.weight"] = ["fc4_w"],
        ["decoder.output.bias"] = ["fc4_b"],
    };

    private readonly JsonElement root;

    private GoldenTrace(JsonElement root)
    {
        this.root = root;
    }

    public int StepCount => root.GetProperty("steps").GetArrayLength();

    public static GoldenTrace Read()
    {
        var path = Path.Combine(TestContext.CurrentContext.TestDirectory, "Fixtures", "golden-vae-trace.json");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return new GoldenTrace(document.RootElement.Clone());
    }

    public Tensor X() => ToTensor(root.GetProperty("x"), RowCount, InputDim);

    public Tensor Eps(int step) => ToTensor(root.GetProperty("eps")[step], RowCount, LatentDim);

    /// <summary>Returns a term of the loss, summed over the rows. The term is "bce", "kl" or "loss".</summary>
    public double Sum(int step, string term) => root.GetProperty("steps")[step].GetProperty(term).GetDouble();

    public double[] InitialWeight(string parameter) => Flatten(root.GetProperty("init"), parameter);

    public double[] FinalWeight(string parameter) => Flatten(root.GetProperty("final"), parameter);

    public double[] FirstGradient(string parameter) =>
        Flatten(root.GetProperty("steps")[0].GetProperty("grads"), parameter);

    /// <summary>Creates a network of the library with the initial weights of the trace.</summary>
    public VariationalAutoencoder NewNetwork()
    {
        var network = Some.Network(InputDim, [HiddenDim], LatentDim);
        network.to(ScalarType.Float64);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, parameter) in network.named_parameters())
        {
            parameter.copy_(tensor(InitialWeight(name), parameter.shape));
        }

        return network;
    }

    private static double[] Flatten(JsonElement weights, string parameter) =>
        [.. TraceNames[parameter].SelectMany(name => Numbers(weights.GetProperty(name)))];

    private static Tensor ToTensor(JsonElement element, params long[] shape) =>
        tensor(Numbers(element).ToArray(), shape);

    private static IEnumerable<double> Numbers(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Numbers) : [element.GetDouble()];
}
