using TorchSharp.Modules;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// A linear predictor of a label from an embedding, [N, Z] -> [N, outputs]: the logits of the categories of a key, the logit of a Boolean, or
/// a standardized number.
/// </summary>
internal sealed class LabelHead : nn.Module<Tensor, Tensor>
{
    // A field, because RegisterComponents finds fields only.
    private readonly Linear linear;

    /// <param name="column">The label column.</param>
    /// <param name="latentWidth">The width of an embedding, Z.</param>
    public LabelHead(TableColumn column, int latentWidth)
        : base(nameof(LabelHead))
    {
        Column = column;
        linear = nn.Linear(latentWidth, column.Kind == TableColumnKind.Key ? column.KeyCount : 1);
        RegisterComponents();
    }

    /// <summary>Gets the label column.</summary>
    public TableColumn Column { get; }

    /// <summary>Gets the layer with the weights.</summary>
    public Linear Linear => linear;

    /// <inheritdoc />
    public override Tensor forward(Tensor input) => linear.call(input);

    /// <summary>
    /// Computes the loss of each row, [N]: the cross-entropy in nats for keys and Booleans, and half the squared error for standardized numbers.
    /// </summary>
    /// <param name="embeddings">[N, Z].</param>
    /// <param name="labels">The raw labels, none of which is NaN, [N].</param>
    public Tensor Loss(Tensor embeddings, Tensor labels)
    {
        var outputs = call(embeddings);
        return Column.Kind switch
        {
            TableColumnKind.Key => -(outputs.log_softmax(1) * OneHot(labels)).sum(1),
            TableColumnKind.Boolean => nn.functional.binary_cross_entropy_with_logits(
                outputs.squeeze(1),
                labels,
                null,
                nn.Reduction.None,
                null
            ),
            _ => (outputs.squeeze(1) - ((labels - Held(Column.Means[0])) / Held(Column.Scales[0]))).Squared()
                * Held(0.5),
        };
    }

    private Tensor OneHot(Tensor labels) =>
        labels
            .unsqueeze(1)
            .eq(arange(Held(1), Held(Column.KeyCount + 1), Held(1), ScalarType.Float32, labels.device))
            .to(labels.dtype); // [N, K]
}
