using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules one after the other. It owns them, and disposes intermediate results as soon as it can.</summary>
public class Sequential : nn.Module<Tensor, Tensor>
{
    private readonly List<(string Name, nn.IModule<Tensor, Tensor> Module)> items = [];

    internal Sequential()
        : base(nameof(Sequential)) { }

    protected Sequential(params nn.Module<Tensor, Tensor>[] modules)
        : this()
    {
        foreach (var module in modules)
        {
            append(module);
        }
    }

    public int Count => items.Count;

    public Sequential append(nn.IModule<Tensor, Tensor> module) => append(Count.ToString(), module);

    public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
    {
        items.Add((name, module));
        return this;
    }

    public override Tensor forward(Tensor tensor)
    {
        if (Count == 0)
        {
            return tensor.alias();
        }

        var current = items[0].Module.call(tensor);
        for (var i = 1; i < Count; i++)
        {
            var next = items[i].Module.call(current);
            current.Dispose();
            current = next;
        }

        return current;
    }

    private IEnumerable<(string Name, nn.Module Module)> Children =>
        items.Select(item => (item.Name, (nn.Module)item.Module));

    public override IEnumerable<(string name, nn.Module module)> named_children() => Children;

    public override IEnumerable<(string name, nn.Module module)> named_modules()
    {
        foreach (var child in Children)
        {
            yield return child;
        }

        foreach ((var prefix, var child) in Children)
        {
            foreach ((var name, var module) in child.named_modules())
            {
                yield return ($"{prefix}.{name}", module);
            }
        }
    }

    public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
    {
        if (!recurse)
        {
            yield break;
        }

        var seen = new HashSet<IntPtr>();
        foreach ((var prefix, var child) in Children)
        {
            foreach ((var name, var parameter) in child.named_parameters(true))
            {
                if (seen.Add(parameter.Handle))
                {
                    yield return ($"{prefix}.{name}", parameter);
                }
            }
        }
    }

    public override IEnumerable<(string name, Tensor buffer)> named_buffers(
        bool recurse = true,
        bool include_persistent = true
    )
    {
        if (!recurse)
        {
            yield break;
        }

        foreach ((var prefix, var child) in Children)
        {
            foreach ((var name, var buffer) in child.named_buffers(true, include_persistent))
            {
                yield return ($"{prefix}.{name}", buffer);
            }
        }
    }

    public override void train(bool on = true) => base.train(on);

    public override void eval() => base.eval();

    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking)
    {
        foreach ((_, var child) in Children)
        {
            child._to(device, dtype, non_blocking);
        }

        return this;
    }

    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
    {
        foreach ((_, var child) in Children)
        {
            child._to(deviceType, deviceIndex, non_blocking);
        }

        return this;
    }

    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking)
    {
        foreach ((_, var child) in Children)
        {
            child._to(dtype, non_blocking);
        }

        return this;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach ((_, var child) in Children)
            {
                child.Dispose();
            }
        }

        base.Dispose(disposing);
    }
}
