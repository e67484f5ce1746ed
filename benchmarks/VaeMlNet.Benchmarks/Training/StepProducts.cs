using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// The matrix products of a training step of 784-400-20-400-784 with one head for mean and log-variance: 4 forward and 7 backward,
/// into preallocated tensors. They are a lower bound of the time of a step.
/// </summary>
internal sealed class StepProducts : IDisposable
{
    private const long Inputs = 784;
    private const long Hidden = 400;
    private const long Latents = 20;

    private readonly List<(Tensor Output, Tensor Left, Tensor Right)> products = [];
    private readonly List<Tensor> owned = [];

    /// <param name="rowCount">The number of rows of a step, n.</param>
    public StepProducts(long rowCount)
    {
        var x = New(rowCount, Inputs); // activations, [n, width]; as many of their gradients below
        var hidden = New(rowCount, Hidden);
        var head = New(rowCount, 2 * Latents);
        var z = New(rowCount, Latents);
        var decoded = New(rowCount, Hidden);
        var logits = New(rowCount, Inputs);
        Forward(x, Hidden, hidden);
        Forward(hidden, 2 * Latents, head);
        Forward(z, Hidden, decoded);
        Forward(decoded, Inputs, logits);
        Backward(logits, decoded, needsInputGradient: true);
        Backward(decoded, z, needsInputGradient: true);
        Backward(head, hidden, needsInputGradient: true);
        Backward(hidden, x, needsInputGradient: false);
    }

    /// <summary>Gets the number of products.</summary>
    public int Count => products.Count;

    /// <summary>Computes all products several times.</summary>
    public void Run(int stepCount)
    {
        for (var step = 0; step < stepCount; step++)
        {
            using var scope = NewDisposeScope(); // disposes the additional handles that in-place operators may return
            foreach ((var output, var left, var right) in products)
            {
                output.addmm_(left, right, 0, 1);
            }
        }
    }

    public void Dispose() => owned.ForEach(tensor => tensor.Dispose());

    /// <summary>Adds y = x W'.</summary>
    private void Forward(Tensor x, long width, Tensor y) => Add(y, x, Transposed(New(width, x.shape[1])));

    /// <summary>Adds dW = dy' x, and dx = dy W.</summary>
    private void Backward(Tensor dy, Tensor x, bool needsInputGradient)
    {
        var width = dy.shape[1];
        Add(New(width, x.shape[1]), Transposed(dy), x);
        if (needsInputGradient)
        {
            Add(New(x.shape[0], x.shape[1]), dy, New(width, x.shape[1]));
        }
    }

    private void Add(Tensor output, Tensor left, Tensor right) => products.Add((output, left, right));

    private Tensor New(long rows, long columns) => Own(rand(rows, columns));

    private Tensor Transposed(Tensor matrix) => Own(matrix.t());

    private Tensor Own(Tensor tensor)
    {
        owned.Add(tensor);
        return tensor;
    }
}
