namespace VaeMlNet;

/// <summary>A binary tree of splits on the bins of features. Thread safety: immutable.</summary>
/// <param name="nodes">The nodes; the root is the first.</param>
/// <param name="means">The means of the targets in the leaves: [leaves * targets].</param>
internal sealed class DecisionTree(DecisionTree.Node[] nodes, float[] means)
{
    /// <summary>Returns the tree's estimate of one target.</summary>
    /// <param name="codes">The bins of the features: [features][rows].</param>
    /// <param name="row">The row.</param>
    /// <param name="target">The index of the target.</param>
    public float Predict(byte[][] codes, int row, int target)
    {
        var node = nodes[0];
        while (node.Feature >= 0)
        {
            node = nodes[codes[node.Feature][row] <= node.LastBin ? node.Left : node.Left + 1];
        }

        return means[node.Left + target];
    }

    /// <summary>A split, or a leaf.</summary>
    /// <param name="Feature">The feature that is compared; -1 in a leaf.</param>
    /// <param name="LastBin">The last bin whose rows go to the left child.</param>
    /// <param name="Left">
    /// The index of the left child, which the right child follows; in a leaf, the index of its first mean.
    /// </param>
    public readonly record struct Node(int Feature, byte LastBin, int Left);
}
