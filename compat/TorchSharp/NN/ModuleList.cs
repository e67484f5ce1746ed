using System.Collections;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>A list of modules, registered by their index when the list becomes part of a module.</summary>
public class ModuleList<T> : Module, IList<T>
    where T : Module
{
    private readonly List<T> list = [];
    private bool registeredItems;

    public ModuleList(params T[] modules)
        : base(nameof(ModuleList))
    {
        list.AddRange(modules ?? []);
    }

    public int Count => list.Count;

    public bool IsReadOnly => false;

    public T this[int index]
    {
        get => list[index];
        set => list[index] = value;
    }

    public void Add(T item) => list.Add(item);

    public void Clear() => list.Clear();

    public bool Contains(T item) => list.Contains(item);

    public void CopyTo(T[] array, int arrayIndex) => list.CopyTo(array, arrayIndex);

    public IEnumerator<T> GetEnumerator() => list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public int IndexOf(T item) => list.IndexOf(item);

    public void Insert(int index, T item) => list.Insert(index, item);

    public bool Remove(T item) => list.Remove(item);

    public void RemoveAt(int index) => list.RemoveAt(index);

    protected override void RegisterComponents()
    {
        if (registeredItems)
        {
            return;
        }

        for (var i = 0; i < list.Count; i++)
        {
            register_module($"{i}", list[i]);
        }

        registeredItems = true;
    }
}
