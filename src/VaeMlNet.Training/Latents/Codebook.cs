using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// The K vectors of vector-quantized latents, which follow the encoder's vectors as an exponential moving average (van den Oord et al. 2017, app.
/// A.1). Its tensors are buffers, so that checkpoints contain them and no optimizer changes them.
/// </summary>
/// <remarks>Intermediate tensors belong to the caller's scope.</remarks>
internal sealed class Codebook : nn.Module
{
    /// <summary>The standard deviation of the noise of started codes, as a share of that of the encoder's vectors. It makes equal vectors differ.</summary>
    private const double Jitter = 0.01;

    /// <summary>A use below which codes do not move.</summary>
    private const double SmallestUse = 1e-30;

    private readonly int positions;
    private readonly VectorQuantizedLatentOptions options;
    private readonly Tensor vectors;
    private readonly Tensor uses;
    private readonly Tensor shares;

    /// <param name="positions">The number of codes of a row, M.</param>
    /// <param name="options">The checked options.</param>
    public Codebook(int positions, VectorQuantizedLatentOptions options)
        : base(nameof(Codebook))
    {
        this.positions = positions;
        this.options = options;
        vectors = zeros(Size, Width, ScalarType.Float32).DetachFromDisposeScope();
        uses = ones(Size, ScalarType.Float32).DetachFromDisposeScope();
        shares = zeros(positions, Size, ScalarType.Float32).DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>Gets the vectors, [K, W].</summary>
    public Tensor Vectors => vectors;

    /// <summary>Gets the moving average of the number of vectors that a step assigns to each code, [K].</summary>
    public Tensor Uses => uses;

    private int Size => options.CodebookSize;

    private int Width => options.CodeWidth;

    /// <summary>Starts with uniform numbers in ±1/sqrt(W).</summary>
    public void Initialize(Generator generator)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        vectors.uniform_(-1 / Math.Sqrt(Width), 1 / Math.Sqrt(Width), generator);
        uses.fill_(Held(1));
        shares.zero_();
    }

    /// <summary>Starts with random vectors of the encoder, with a little noise.</summary>
    /// <param name="candidates">Vectors of the encoder, [C, W], C at least 1.</param>
    /// <param name="generator">The random number generator.</param>
    public void InitializeFrom(Tensor candidates, Generator generator)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var rounds = (Size + candidates.shape[0] - 1) / candidates.shape[0]; // few rows are chosen several times
        var order = rand(rounds * candidates.shape[0], ScalarType.Float32, generator: generator).topk(Size, 0).indexes;
        var chosen = candidates.repeat(rounds, 1).index_select(0, order);
        vectors.copy_(chosen.Plus(randn(Size, Width, ScalarType.Float32, generator: generator) * JitterOf(candidates)));
    }

    /// <summary>Returns the nearest code of each vector, from 0; of several equally near codes the first, int64 [n].</summary>
    /// <param name="z">[n, W].</param>
    public Tensor Nearest(Tensor z) => Distances(z).argmin(1);

    /// <summary>Returns the vectors of codes, [n, W].</summary>
    /// <param name="codes">int64 [n].</param>
    public Tensor Lookup(Tensor codes) => vectors.index_select(0, codes);

    /// <summary>
    /// Returns whether the nearest code of each vector is certain, although z has another rounding in another runtime: the second nearest is
    /// farther by more than 2e-5 + 2e-4 |z|. bool [n].
    /// </summary>
    public Tensor IsCertain(Tensor z)
    {
        var squares = Distances(z).Plus(z.Squared().sum(1, keepdim: true)); // [n, K]
        var nearest = squares.topk(2, 1, largest: false).values.clamp_min(Held(0)).sqrt(); // [n, 2]
        var margin = (nearest.narrow(1, 1, 1) - nearest.narrow(1, 0, 1)).squeeze(1);
        return margin.gt((z.Squared().sum(1).sqrt() * Held(2e-4)).Plus(Held(2e-5)));
    }

    /// <summary>
    /// Moves each code towards the mean of its vectors: N_k = decay N_k + (1 - decay) n_k, and e_k = the moving average of the sums of vectors, divided
    /// by N_k (app. A.1, eq. 6 to 8). Then restarts the codes that are hardly used.
    /// </summary>
    /// <param name="z">The encoder's vectors of a batch, row after row, [n * M, W].</param>
    /// <param name="noise">A uniform number for each vector, [n * M], and normal ones, [n * M, W], which choose the vectors of restarted codes.</param>
    /// <param name="weights">The weight of each vector, [n * M]; null if all are 1.</param>
    public void Update(Tensor z, (Tensor Uniform, Tensor Normal) noise, Tensor? weights)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var gain = 1 - options.CodebookDecay;
        var weight = (weights ?? z.narrow(1, 0, 1).squeeze(1).ones_like()).unsqueeze(1); // [n M, 1]
        var assigned = zeros(z.shape[0], Size, ScalarType.Float32, z.device)
            .scatter_(1, Nearest(z).unsqueeze(1), weight); // [n M, K]
        var counts = assigned.sum([0L]); // [K]
        uses.mul_(Held(options.CodebookDecay)).add_(counts, Held(gain));
        // The sum of the vectors minus the code itself, so that codes without vectors do not change in any digit.
        var moved = assigned.t().mm(z) - (vectors * counts.unsqueeze(1)); // [K, W]
        vectors.add_(moved / uses.clamp_min(Held(SmallestUse)).unsqueeze(1), Held(gain));
        shares.mul_(Held(options.CodebookDecay)).add_(assigned.reshape(-1, positions, Size).sum([0L]), Held(gain));
        Restart(z, noise);
    }

    /// <summary>Samples codes by their shares in training: the numbers of the codes from 0, int64 [n, M].</summary>
    public Tensor Draw(long rowCount, Generator generator) =>
        Shares().multinomial(rowCount, true, generator).t().contiguous();

    /// <summary>
    /// Returns the shares of the codes at each place of a row, [M, K]: exponential moving averages over the steps of training. They are equal before
    /// training.
    /// </summary>
    public Tensor Shares()
    {
        var sums = shares.sum(1, keepdim: true); // [M, 1]
        return where(sums.gt(Held(0)), shares / sums.clamp_min(Held(SmallestUse)), shares.ones_like() / Held(Size));
    }

    /// <summary>Returns the codebook for the manifest.</summary>
    public VaeCodebook Describe()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return new()
        {
            Size = Size,
            Vectors = TensorValues.Floats(vectors),
            Shares = TensorValues.Floats(Shares()),
        };
    }

    /// <summary>Adds <see cref="Nearest"/> and <see cref="Lookup"/> to a graph: [n, W] -> int64 [n] and [n, W].</summary>
    /// <remarks>
    /// The codebook is the left factor of the product, because only right factors are stored in fewer bits. ArgMin returns the first of equal
    /// distances, as TorchSharp does.
    /// </remarks>
    public (OnnxValue Codes, OnnxValue Vectors) AddNearest(OnnxGraphBuilder graph, OnnxValue z)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var matrix = graph.AddInitializer("codebook", TensorValues.Floats(vectors), Size, Width);
        var squares = graph.AddInitializer("codebook.squares", TensorValues.Floats(Squares()), Size, 1);
        var columns = graph.AddNode("Transpose", [z], OnnxAttribute.Integers("perm", 1, 0)); // [W, n]
        var product = graph.AddNode("MatMul", [matrix, columns]); // [K, n]
        var distances = graph.AddNode("Sub", [squares, graph.AddNode("Add", [product, product])]);
        var codes = graph.AddNode(
            "ArgMin",
            [distances],
            OnnxAttribute.Integer("axis", 0),
            OnnxAttribute.Integer("keepdims", 0)
        ); // [n]
        return (codes, graph.AddNode("Gather", [matrix, codes]));
    }

    /// <summary>Returns the squared distances from each code minus |z|^2, which is the same for all codes, [n, K].</summary>
    private Tensor Distances(Tensor z) => Squares() - (z.mm(vectors.t()) * Held(2));

    private Tensor Squares() => vectors.Squared().sum(1); // [K]

    private void Restart(Tensor z, (Tensor Uniform, Tensor Normal) noise)
    {
        var used = TensorValues.Floats(uses);
        var mean = used.Average();
        int[] unused = [.. Enumerable.Range(0, Size).Where(code => used[code] < options.RestartBelow * mean)];
        var count = (int)Math.Min(unused.Length, z.shape[0]);
        if (count == 0)
        {
            return;
        }

        var rows = noise.Uniform.topk(count, 0).indexes; // different vectors
        var started = z.index_select(0, rows).Plus(noise.Normal.index_select(0, rows) * JitterOf(z)); // [count, W]
        long[] sources = [.. Enumerable.Range(0, Size)];
        var kept = new float[Size];
        Array.Fill(kept, 1);
        for (var i = 0; i < count; i++)
        {
            sources[unused[i]] = Size + i;
            used[unused[i]] = mean;
            kept[unused[i]] = 0;
        }

        vectors.copy_(cat([vectors, started], 0).index_select(0, tensor(sources, device: vectors.device)));
        uses.copy_(tensor(used));
        shares.mul_(tensor(kept, device: shares.device));
    }

    private static Tensor JitterOf(Tensor z) => (z - z.mean([0L])).Squared().mean().sqrt() * Held(Jitter);
}
