namespace TorchSharp.Modules;

/// <summary>A tensor that its module trains. The data tensor gives up its memory and is invalid afterwards.</summary>
public class Parameter : torch.Tensor
{
    public Parameter(torch.Tensor data, bool requires_grad = true)
        : base(data.with_requires_grad(requires_grad).TakeHandle(), register: false)
    {
        DisposeScope.Replace(data, this);
    }
}
