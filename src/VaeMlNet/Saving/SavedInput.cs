using System.Text.Json.Serialization;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>An input of a saved graph, and the column of the same name that it reads.</summary>
internal sealed record SavedInput
{
    /// <summary>The kind of a vector of features or latents.</summary>
    private const string Features = "features";

    /// <summary>Gets the column that the user named, for messages. The graph reads a copy of it.</summary>
    public required string Column { get; init; }

    /// <summary>Gets the kind of the input: features, or the type that the manifest gives a raw column of a table.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets the input of the graph, which is also the column that it reads: [N, width].</summary>
    public required GraphTensor Tensor { get; init; }

    /// <summary>Gets the word for the slots of features in messages.</summary>
    public string Slots { get; init; } = "";

    /// <summary>
    /// Gets the groups of slots with their allowed values. Empty for features that are not checked, and for numbers that must
    /// only be finite.
    /// </summary>
    public IReadOnlyList<SlotGroup> Range { get; init; } = [];

    /// <summary>Gets the shape of the images that features form; null if it is unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(ImageShapeJsonConverter))]
    public VaeImageShape? Image { get; init; }

    /// <summary>Gets a value indicating whether the input is a condition.</summary>
    public bool IsCondition { get; init; }

    /// <summary>Gets the number of categories of a condition that is a key.</summary>
    public uint KeyCount { get; init; }

    /// <summary>Gets the input with its element type.</summary>
    private GraphTensor TypedTensor =>
        Tensor with
        {
            ElementType = Kind switch
            {
                VaeColumn.BooleanType => TensorElementType.Bool,
                VaeColumn.KeyType => TensorElementType.UInt32,
                _ => TensorElementType.Float,
            },
        };

    /// <summary>Describes an input of a step.</summary>
    public static SavedInput From(StepInput input, string name)
    {
        var tensor = input.Tensor with { Name = name };
        return input switch
        {
            FeatureInput features => new()
            {
                Column = features.ColumnName,
                Kind = Features,
                Tensor = tensor,
                Slots = features.Slots,
                Range = features.Range.Groups,
                Image = features.Image,
            },
            ColumnInput column => new()
            {
                Column = column.ColumnName,
                Kind = column switch
                {
                    { IsBoolean: true } => VaeColumn.BooleanType,
                    { IsKey: true } => VaeColumn.KeyType,
                    _ => VaeColumn.SingleType,
                },
                Tensor = tensor,
                IsCondition = column.IsCondition,
                KeyCount = column.KeyCount,
                Range = column.Values == AllowedValues.Finite ? [] : [new(tensor.Width, column.Values)],
            },
            _ => throw new NotSupportedException(
                $"Inputs of type {input.GetType().Name} are not saved by this method."
            ),
        };
    }

    /// <summary>Describes an input that reads the output of another graph.</summary>
    public static SavedInput HandedOn(StepInput first, GraphTensor tensor) =>
        new()
        {
            Column = first.ColumnName,
            Kind = Features,
            Tensor = tensor,
        };

    public bool IsIn(OnnxGraphSummary graph) =>
        Kind is Features or VaeColumn.SingleType or VaeColumn.BooleanType or VaeColumn.KeyType
        && Tensor.Width is > 0 and <= ManifestRules.LargestWidth
        && (Tensor.Width == 1 || Kind is Features or VaeColumn.SingleType)
        && graph.Inputs.Any(i => i.Name == Tensor.Name && i.IsBatchOf(TypedTensor))
        && Range.All(group => group.Width is > 0 && group.Width <= Tensor.Width && Enum.IsDefined(group.Values))
        && (Image is null || Image.Size == Tensor.Width)
        && (Range.Count == 0 || Range.Sum(group => (long)group.Width) == Tensor.Width);

    public StepInput ToInput(string step, string model) =>
        Kind == Features
            ? new FeatureInput(Tensor, Tensor.Name, model)
            {
                Step = step,
                Range = new InputRange(Range, model),
                Slots = Slots,
                Image = Image,
                ColumnInMessages = Column,
            }
            : new ColumnInput(TypedTensor, Tensor.Name, model)
            {
                Step = step,
                ColumnInMessages = Column,
                IsCondition = IsCondition,
                KeyCount = KeyCount,
                Values = Range is [var group, ..] ? group.Values : AllowedValues.Finite,
            };
}
