using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Returns a new object of the same tensor.</summary>
public sealed class Identity : ParameterLessModule<Tensor, Tensor>
{
    internal Identity()
        : base(nameof(Identity)) { }

    public override Tensor forward(Tensor tensor) => tensor.alias();
}
