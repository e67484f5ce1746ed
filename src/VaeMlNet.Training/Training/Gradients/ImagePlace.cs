using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The channels-last images beside a linear layer.</summary>
/// <param name="Order">The module between them and the linear layer. It only changes the order of numbers.</param>
/// <param name="Image">The shape of the images.</param>
/// <param name="IsOutput">Whether the images are the output of the linear layer, and otherwise its input.</param>
internal sealed record ImagePlace(nn.Module Order, VaeImageShape Image, bool IsOutput)
{
    /// <summary>
    /// Returns the linear layers that can read or write channels-last images, because a Flatten comes before them, or an Unflatten
    /// after them and their activation.
    /// </summary>
    public static Dictionary<nn.Module, ImagePlace> FindAll(nn.Module[] modules)
    {
        var places = new Dictionary<nn.Module, ImagePlace>(ReferenceEqualityComparer.Instance);
        var shape = RowShape.Unknown;
        for (var number = 0; number < modules.Length; number++)
        {
            var module = modules[number];
            if (
                module is Flatten
                && shape.Image is { Channels: > 1 } image
                && modules.ElementAtOrDefault(number + 1) is Linear next
            )
            {
                places.Add(next, new(module, image, IsOutput: false));
            }

            if (module is Linear && !places.ContainsKey(module))
            {
                var after = modules
                    .Skip(number + 1)
                    .SkipWhile(part => ActivationLayer.TryCreate(part) is not null)
                    .FirstOrDefault();
                if (
                    after is Unflatten unflatten
                    && ImageOrderLayer.FindImageShape(unflatten) is { Channels: > 1 } created
                )
                {
                    places.Add(module, new(after, created, IsOutput: true));
                }
            }

            shape = shape.After(module)!;
        }

        return places;
    }
}
